import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import packageJson from '../package.json';

interface Codex {
	node: string;
	categories: string[];
	alias: string[];
}

/** By n8n's documentation of codex files. */
const categories = [
	'Analytics',
	'Communication',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing & Content',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
];

const names = packageJson.n8n.nodes.map((file) => file.split('/')[2] ?? '');
const codexOf = (name: string) =>
	JSON.parse(readFileSync(`nodes/${name}/${name}.node.json`, 'utf8')) as Codex;

describe.each(names)('the codex of %s', (name) => {
	const codex = codexOf(name);

	it('belongs to the node', () => {
		expect(codex.node.toLowerCase()).toBe(`n8n-nodes-mistral-agents.${name}`.toLowerCase());
	});

	// n8n's newer lint demands it (no-ai-codex-category, no-codex-subcategories): its panel leaves out nodes
	// of the category AI that have not the right subcategory.
	it('has categories that n8n knows, without AI, and no subcategories', () => {
		expect(codex.categories.length).toBeGreaterThan(0);
		expect(categories).toEqual(expect.arrayContaining(codex.categories));
		expect(codex).not.toHaveProperty('subcategories');
	});

	it('has what people type into the search of the panel', () => {
		expect(codex.alias).toEqual(expect.arrayContaining(['Mistral', 'AI']));
	});
});

describe('the search of the panel', () => {
	it.each([
		['Chat', ['MistralConversations']],
		['Library', ['MistralLibraries']],
		['RAG', ['MistralConversations', 'MistralLibraries']],
	])('has %s', (word, expected) => {
		expect(names.filter((name) => codexOf(name).alias.includes(word))).toEqual(
			expect.arrayContaining(expected),
		);
	});
});
