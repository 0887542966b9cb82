import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

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

/** The operations of each resource, as a table's rows tell them: resource, operations. */
function operationsIn(rows: string[][]): Record<string, string[]> {
	const told: Record<string, string[]> = {};
	let latest = '';
	for (const [resource = '', operations = ''] of rows) {
		latest = resource || latest;
		told[latest] = [...(told[latest] ?? []), ...operations.split(',').map((one) => one.trim())];
	}
	return told;
}

/** The cells of a table that begins after some words. */
function tableAfter(text: string, words: string): string[][] {
	const [, after = ''] = text.split(words);
	const [table = ''] = /(^\|.*\n)+/m.exec(after) ?? [];
	const rows = table.trim().split('\n').slice(2);
	return rows.map((row) =>
		row
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

const optionsOf = (property?: INodeProperties) => property?.options as INodePropertyOptions[];

describe('the tables of operations', () => {
	const table = tableAfter(read('README.md'), '## Operations');

	it.each(packageJson.n8n.nodes)('are right about %s', (file) => {
		const type = path.basename(file, '.node.js');
		const name = `${packageJson.name}.${type.charAt(0).toLowerCase()}${type.slice(1)}`;
		const { displayName, properties } = nodeTypes.getByNameAndVersion(name, 1).description;
		const first = table.findIndex(([node]) => node?.startsWith(`[${displayName}]`));
		const next = table.findIndex(([node], row) => row > first && node);
		const [[link = ''] = []] = table.slice(first);
		expect(link).toMatch(/\(docs\/\S+\.md\)$/);
		const resources = optionsOf(properties.find((one) => one.name === 'resource')) ?? [];
		const menus = properties.filter((one) => one.name === 'operation');
		const offered = resources.map(({ name: resource, value }) => {
			const menu = menus.find((one) => one.displayOptions?.show?.resource?.includes(value));
			return [
				resource,
				optionsOf(menu)
					.map((operation) => operation.name)
					.sort(),
			];
		});
		// The triggers have none.
		if (offered.length === 0) return;
		const told = [
			table.slice(first, next < 0 ? undefined : next).map((row) => row.slice(1)),
			tableAfter(read(link.replace(/.*\((.*)\)/, '$1')), '# '),
		];
		for (const rows of told) {
			const sorted = Object.entries(operationsIn(rows)).map(([one, names]) => [one, names.sort()]);
			expect(Object.fromEntries(sorted)).toEqual(Object.fromEntries(offered));
		}
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
