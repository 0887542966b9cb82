import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { INodePropertyOptions } from 'n8n-workflow';

import packageJson from '../package.json';
import { nodeTypes } from '../scripts/engine/nodeTypes';
import { exampleFiles } from '../scripts/examples';

const root = path.resolve(__dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const docs = readdirSync(path.join(root, 'docs')).filter((file) => file.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.map((file) => `docs/${file}`)];

/** The names that GitHub gives to the headings of a page. */
const anchors = (page: string) =>
	[...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\w -]/g, '')
			.replaceAll(' ', '-'),
	);

/** Where links and pictures lead, as they are written; addresses of the web are not looked at. */
const linksOf = (page: string) =>
	[...read(page).matchAll(/\]\(([^)]+)\)/g)]
		.map(([, link = '']) => link)
		.filter((link) => !/^https?:/.test(link));

function isThere(page: string, link: string): boolean {
	const [file = '', anchor] = link.split('#');
	const target = file ? path.posix.join(path.posix.dirname(page), file) : page;
	if (!existsSync(path.join(root, target))) return false;
	return !anchor || anchors(target).includes(anchor);
}

describe('the pages', () => {
	it.each(pages)('%s leads only to what there is', (page) => {
		expect(linksOf(page).filter((link) => !isThere(page, link))).toEqual([]);
	});
});

describe('README', () => {
	it.each(packageJson.n8n.nodes)('names each operation of %s', (file) => {
		const type = path.basename(file, '.node.js');
		const name = `${packageJson.name}.${type.charAt(0).toLowerCase()}${type.slice(1)}`;
		const { displayName, properties } = nodeTypes.getByNameAndVersion(name, 1).description;
		const table = read('README.md').split('## Operations')[1]?.split('\n## ')[0] ?? '';
		const rows = table.split(`[${displayName}]`)[1]?.split('[Mistral ')[0] ?? '';
		expect(rows).not.toBe('');
		const told = rows.split(/[|,\n]/).map((cell) => cell.trim());
		const menus = properties.filter(({ name: parameter }) => parameter === 'operation');
		const names = menus.flatMap(({ options = [] }) => options as INodePropertyOptions[]);
		for (const operation of names) expect(told).toContain(operation.name);
	});
});

describe('the page of examples', () => {
	const page = read('docs/examples.md');

	it.each(exampleFiles())('has %s with a picture', (file) => {
		expect(page).toContain(`](../examples/${file})`);
		expect(page).toContain(`](pictures/${path.basename(file, '.json')}.png)`);
	});

	it.each(readdirSync(path.join(root, 'docs/pictures')))('%s is shown and small', (picture) => {
		expect(page + read('README.md')).toContain(`pictures/${picture})`);
		expect(statSync(path.join(root, 'docs/pictures', picture)).size).toBeLessThan(150_000);
	});
});

describe('the errors that can be looked up', () => {
	// Mistral's own words are in the simulator, and in the real answers that the tests of the transport have.
	const said = ['nodes', 'credentials', 'simulator', 'test/transport']
		.flatMap((folder) =>
			readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.ts'))
				.map((file) => read(path.join(folder, file))),
		)
		.join('\n')
		.replaceAll("\\'", "'");
	const rows = ['docs/troubleshooting.md', 'README.md'].flatMap((page) =>
		[...read(page).matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell),
	);
	const texts = rows.flatMap((cell) => [...cell.matchAll(/`([^`]*[a-z] [^`]*)`/g)]);

	it.each(texts.map(([, text = '']) => text))('are said by the nodes: %s', (text) => {
		// What differs stands as … there.
		const words = text.split('…').map((part) => part.replace(/^\W+|\W+$/g, ''));
		expect(words.filter((part) => !said.includes(part))).toEqual([]);
	});
});
