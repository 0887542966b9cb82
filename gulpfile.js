const { build } = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');
const { mkdir, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');

const { n8n } = require('./package.json');

/** All code but n8n's. */
const bundleFile = 'dist/bundle.js';

/** n8n loads exactly these files, and takes from each the class that the file is named after. */
const entries = [...n8n.credentials, ...n8n.nodes].map((file) => ({
	file,
	source: file.replace(/^dist/, '.').replace(/\.js$/, ''),
	className: path.basename(file).split('.')[0],
}));

const clean = () => rm('dist', { recursive: true, force: true });

/**
 * One file for all entries, so that what they share is shipped, parsed and kept in memory once.
 *
 * White space and syntax are minified: the tarball is a seventh smaller, loading is as fast without.
 * Names are kept, so that stack traces and error sentences are found in the sources.
 */
const bundle = () =>
	build({
		stdin: {
			contents: entries
				.map(({ className, source }) => `export { ${className} } from '${source}';`)
				.join('\n'),
			resolveDir: __dirname,
		},
		outfile: bundleFile,
		bundle: true,
		minifySyntax: true,
		minifyWhitespace: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		external: ['n8n-workflow'],
		alias: { 'zod/v3': './scripts/bundle/zodTypeNames.mjs' },
		// zod-to-json-schema warns of what it leaves out; n8n's scan allows no node to write there.
		drop: ['console'],
	});

/** A file for each entry that only names its class in the bundle. */
const entryFiles = () => Promise.all(entries.map(writeEntry));

async function writeEntry({ file, className }) {
	const folder = path.dirname(file);
	await mkdir(folder, { recursive: true });
	const bundlePath = path.posix.relative(folder, bundleFile);
	await writeFile(file, `exports.${className} = require('${bundlePath}').${className};\n`);
}

// Without `encoding: false` gulp 5 would read images as text.
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

/** The fields of outputs, which the editor shows before the first run; `test/schemas` writes them. */
const schemas = () => src('nodes/**/__schema__/**/*.json').pipe(dest('dist/nodes'));

exports.build = series(clean, parallel(bundle, entryFiles, icons, codex, schemas));
exports.watch = () =>
	watch(['credentials', 'nodes', 'icons'], { ignoreInitial: false }, exports.build);
