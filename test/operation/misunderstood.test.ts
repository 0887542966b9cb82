import { describe, expect, it } from '@jest/globals';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listSearch } from '../../nodes/shared/listSearch';
import { fasterPauses } from '../engine/fasterPauses';
import { scriptedContext } from '../transport/scriptedContext';
import { operations } from './resources';
import { runScripted, understood, usableParameters } from './scriptedRun';

const bodies = [
	'',
	'null',
	'5',
	'"text"',
	'[]',
	'{}',
	'[null]',
	'[5]',
	'[{}]',
	'{"data":null}',
	'{"data":{}}',
	'{"data":[null]}',
	'{"data":[{"id":7}]}',
	'{"data":[],"next_page_token":{}}',
	'{"data":[],"pagination":7}',
	'{"data":[{"id":"x","aliases":{},"capabilities":{"completion_chat":true}}]}',
	'{"id":null}',
	'{"id":"x","attributes":"text","name":{}}',
	'{"entries":null,"messages":{},"process_status":{}}',
	'{"entries":[null],"messages":[null]}',
	'{"entries":[{"type":"message.output","content":5}],"messages":[{"content":5}]}',
	'{"conversation_id":"x","outputs":null}',
	'{"conversation_id":"x","outputs":[{"type":"message.output","content":5}]}',
	'{"conversation_id":"x","outputs":[{"type":"message.output","content":[null]}]}',
	'{"conversation_id":"x","outputs":[{"type":"message.output","content":[{"thinking":5}]}]}',
	'<html></html>',
];

const told =
	/^The response of https:\/\/api\.mistral\.ai to (GET|POST|PUT|PATCH|DELETE) \/v1\/\S+ was not understood: (it is|the page|"|\d)/;

/** Responses that are harmless, and have gaps all the same. */
const gaps = [
	'{"type":"message.output","content":null}',
	'{"type":"message.output"}',
	'{"type":"message.output","content":[{"type":"text"},{"type":"thinking","thinking":null}]}',
	'{"type":"function.call"}',
	'{"type":"tool.execution","info":null}',
];

// Where an answer says nothing, the history is looked at again.
fasterPauses();

describe.each([...operations])('%s', (name, operation) => {
	it('says which response of which call it did not understand', async () => {
		for (const body of bodies) {
			// The first response, or a later one of those that need several.
			for (let spared = 0; spared < 4; spared++) {
				let left = spared;
				const { error } = await runScripted(operation, usableParameters(operation), (options) =>
					left-- > 0 ? understood(options) : { body },
				);
				if (error) expect(error.message).toMatch(told);
			}
		}
	});

	it('does not take nothing for an answer', async () => {
		const { error, items } = await runScripted(operation, usableParameters(operation), () => ({
			body: '',
		}));
		if (error) expect(error.message).toMatch(/was not understood: it is empty, not an? \w+$/);
		// A file may be empty.
		else if (name === 'file.download') expect(items?.[0]?.binary).toBeDefined();
		else expect(items?.[0]?.json).toMatchObject({ [isDone(operation.value)]: true });
	});
});

/** The only operations that are answered with nothing. */
const isDone = (operation: string) => (operation === 'reprocess' ? 'success' : 'deleted');

describe('an answer with gaps', () => {
	it.each(gaps)('is an answer: %s', async (entry) => {
		const body = `{"conversation_id":"x","outputs":[${entry}],"entries":[${entry}],"messages":[${entry}]}`;
		for (const name of ['start', 'append', 'getHistory', 'getMessages']) {
			const operation = operations.get(`conversation.${name}`);
			if (!operation) throw new Error(`No operation ${name}`);
			const run = await runScripted(operation, usableParameters(operation), () => ({ body }));
			expect(run.error).toBeUndefined();
			expect(run.items).not.toEqual([]);
		}
	});
});

describe('the picker', () => {
	const asked = async (search: Search, body: string): Promise<INodeListSearchResult> => {
		const { context } = scriptedContext(() => ({ body }));
		return await search.call(
			Object.assign(context, { getCurrentNodeParameter: () => 'x' }) as never,
			'',
		);
	};
	type Search = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;
	const pickers: Array<[string, Search]> = Object.entries(listSearch);

	it.each(pickers)('%s says which response it did not understand', async (_, search) => {
		let failures = 0;
		for (const body of bodies) {
			try {
				const { results } = await asked(search, body);
				for (const { name } of results) expect(name).toEqual(expect.any(String));
			} catch (error) {
				failures++;
				expect((error as Error).message).toMatch(told);
			}
		}
		expect(failures).toBeGreaterThan(bodies.length / 2);
	});

	it.each([
		[
			'searchModels',
			'{"data":[{"id":"a","aliases":null,"capabilities":{"completion_chat":true}}]}',
		],
		['searchConversations', '[{"id":"a"}]'],
		['searchVersions', '[{"id":"a","version":0}]'],
		['searchAgents', '{"data":[{"id":"a"}]}'],
	])('%s shows what has gaps', async (name, body) => {
		const search = pickers.find(([one]) => one === name)?.[1];
		if (!search) throw new Error(`No picker ${name}`);
		const { results } = await asked(search, body);
		expect(results).toHaveLength(1);
		expect(results[0]?.name).toMatch(/^(a|0)$/);
	});

	it('that finds nothing on fifty pages says so', async () => {
		let page = 0;
		const { context, sent } = scriptedContext(() => ({ body: `[{"id":"${page++}"}]` }));
		const search = listSearch.searchConversations.call(context as never, 'needle');
		await expect(search).rejects.toThrow('None of the first 50 pages of the list has what you');
		expect(sent).toHaveLength(50);
	});

	it('that always gets the same page ends', async () => {
		const { context, sent } = scriptedContext(() => ({ body: '[{"id":"a"}]' }));
		const search = listSearch.searchConversations.call(context as never, 'needle');
		expect(await search).toEqual({ results: [], paginationToken: undefined });
		expect(sent).toHaveLength(2);
	});
});
