import path from 'node:path';

import { watch } from 'chokidar';

import { startOwned } from '../process/childProcess';

/** What is built from, in the package's folder; package.json names the nodes. */
const sources = ['nodes', 'credentials', 'icons', 'package.json'];
/** In ms: an editor that saves several files makes one build. */
const settling = 200;

/**
 * Builds the package whenever its sources change, one build at a time, for as long as this process runs.
 *
 * @param onBuilt called after each build that went well; the next one waits for it
 * @param onFailure gets what a build or `onBuilt` failed with
 */
export function buildOnChange(
	folder: string,
	onBuilt: () => Promise<void>,
	onFailure: (error: unknown) => void,
): void {
	let builds = Promise.resolve();
	let timer: NodeJS.Timeout | undefined;
	const rebuild = () => {
		builds = builds
			.then(() => build(folder))
			.then(onBuilt)
			.catch(onFailure);
	};
	watch(sources, { cwd: folder, ignoreInitial: true }).on('all', () => {
		clearTimeout(timer);
		timer = setTimeout(rebuild, settling);
	});
}

/** The build prints itself what is wrong with the sources. */
async function build(folder: string): Promise<void> {
	const gulp = path.join(folder, 'node_modules/gulp/bin/gulp.js');
	const { exited } = startOwned({
		command: process.execPath,
		args: [gulp, 'build', '--silent'],
		cwd: folder,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	if ((await exited) !== 0) throw new Error('The build failed; n8n keeps what it has.');
}
