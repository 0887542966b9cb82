import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { describe, expect, it } from '@jest/globals';

import packageJson from '../package.json';

const requireFile = createRequire(__filename);

interface Tarball {
	size: number;
	files: Array<{ path: string }>;
}

describe('the package', () => {
	const [tarball] = JSON.parse(
		execFileSync('npm', ['pack', '--dry-run', '--json', '--silent'], { encoding: 'utf8' }),
	) as [Tarball];

	it('holds what n8n needs and nothing else', () => {
		const paths = tarball.files.map(({ path }) => path);
		expect(paths.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
			'LICENSE',
			'README.md',
			'index.js',
			'package.json',
		]);
		expect(paths.filter((path) => path.startsWith('dist/')).sort()).toEqual(
			[
				...packageJson.n8n.credentials,
				...packageJson.n8n.nodes.flatMap((file) => [file, file.replace(/\.js$/, '.json')]),
				'dist/icons/mistral.dark.svg',
				'dist/icons/mistral.svg',
			].sort(),
		);
	});

	it('is smaller than 150 kB', () => {
		expect(tarball.size).toBeLessThan(150_000);
	});

	it('needs nothing at run time but n8n', () => {
		expect(packageJson).not.toHaveProperty('dependencies');
		expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const file of [...packageJson.n8n.credentials, ...packageJson.n8n.nodes]) {
			const required = [...readFileSync(file, 'utf8').matchAll(/require\("([^"]+)"\)/g)];
			expect(required.map(([, name]) => name).filter((name) => name !== 'n8n-workflow')).toEqual(
				[],
			);
		}
	});

	it('exports exactly one class per built file', () => {
		for (const file of [...packageJson.n8n.credentials, ...packageJson.n8n.nodes]) {
			const exported = requireFile(`../${file}`) as object;
			expect(Object.keys(exported)).toEqual([file.split('/').at(-1)?.split('.')[0]]);
		}
	});

	it('lints as n8n wants it: its own configuration, unchanged', () => {
		const config = readFileSync('eslint.config.mjs', 'utf8').replace(/\s+/g, ' ').trim();
		expect(config).toBe("import { config } from '@n8n/node-cli/eslint'; export default config;");
	});
});
