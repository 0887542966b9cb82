import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { ICredentialType, INodeType, Themed } from 'n8n-workflow';

import packageJson from '../package.json';

const requireFile = createRequire(__filename);
const { nodes, credentials } = packageJson.n8n;
const entries = [...credentials, ...nodes];
const bundle = 'dist/bundle.js';

interface Tarball {
	size: number;
	files: Array<{ path: string }>;
}

/** What an entry exports; n8n takes the class that the file is named after. */
const exportsOf = (file: string) =>
	requireFile(`../${file}`) as Record<string, new () => INodeType & ICredentialType>;
const classNameOf = (file: string) => path.basename(file).split('.')[0] ?? '';

/** Paths in the package of the icons that an entry names; n8n takes them from the entry's folder. */
function iconsOf(file: string): string[] {
	const Class = exportsOf(file)[classNameOf(file)];
	if (!Class) throw new Error(`${file} lacks its class`);
	const { icon, description } = new Class();
	const { light, dark } = (description?.icon ?? icon) as Exclude<Themed<string>, string>;
	return [light, dark].map((one) => path.posix.join(path.dirname(file), one.replace(/^file:/, '')));
}

describe('the package', () => {
	const [tarball] = JSON.parse(
		execFileSync('npm', ['pack', '--dry-run', '--json', '--silent'], { encoding: 'utf8' }),
	) as [Tarball];
	const paths = tarball.files.map((file) => file.path);
	const schemas = paths.filter((file) =>
		/^dist\/nodes\/\w+\/__schema__\/v1\.0\.0\/\w+\/\w+\.json$/.test(file),
	);

	it('holds what n8n needs and nothing else', () => {
		expect([...paths].sort()).toEqual(
			[
				...['LICENSE', 'README.md', 'index.js', 'package.json'],
				bundle,
				...entries,
				...nodes.map((file) => file.replace(/\.js$/, '.json')),
				...schemas,
				...new Set(entries.flatMap(iconsOf)),
			].sort(),
		);
	});

	it('is smaller than 75 kB', () => {
		expect(tarball.size).toBeLessThan(75_000);
	});

	it('needs nothing at run time but n8n and the hashes of Node, which n8n allows', () => {
		expect(packageJson).not.toHaveProperty('dependencies');
		expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		const required = readFileSync(bundle, 'utf8').matchAll(/\brequire\(([^)]*)\)/g);
		expect(new Set([...required].map(([, what]) => what))).toEqual(
			new Set(['"n8n-workflow"', '"node:crypto"']),
		);
	});

	it('has its code once: what n8n loads only names its class in the bundle', () => {
		for (const file of entries) {
			const [, exported, from, named] =
				/^exports\.(\w+) = require\('(.+)'\)\.(\w+);\n$/.exec(readFileSync(file, 'utf8')) ?? [];
			expect([exported, named]).toEqual([classNameOf(file), classNameOf(file)]);
			expect(path.posix.join(path.dirname(file), from ?? '')).toBe(bundle);
		}
		// One that all nodes share.
		const sentence = 'This version of the node has no operation';
		const built = paths.filter((file) => file.endsWith('.js'));
		const found = built.flatMap((file) => readFileSync(file, 'utf8').split(sentence).slice(1));
		expect(found).toHaveLength(1);
	});

	it('exports exactly one class per file that n8n loads, of the name that n8n looks for', () => {
		for (const file of entries) {
			const exported = exportsOf(file);
			expect(Object.keys(exported)).toEqual([classNameOf(file)]);
			expect(Object.values(exported).map(({ name }) => name)).toEqual([classNameOf(file)]);
		}
	});

	it('gives all classes to those who require it', () => {
		const all = requireFile('..') as object;
		expect(Object.keys(all).sort()).toEqual(entries.map(classNameOf).sort());
	});

	it('lints as n8n wants it: its own configuration, unchanged', () => {
		const config = readFileSync('eslint.config.mjs', 'utf8').replace(/\s+/g, ' ').trim();
		expect(config).toBe("import { config } from '@n8n/node-cli/eslint'; export default config;");
	});
});
