import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { changesTo } from '../../nodes/MistralAgents/changes';
import { blank, expanded, type AgentContent } from '../../simulator/agents/content';
import { contents } from './contents';

/** The agent as a server shows it after this was sent. */
const shown = (content: IDataObject) =>
	expanded({ ...blank, ...content } as AgentContent) as unknown as IDataObject;

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const search = { type: 'web_search', tool_configuration: { include: ['web_search'] } };
const rate = { type: 'function', function: { name: 'get_rate', parameters: schema } };
const gmail = {
	type: 'connector',
	connector_id: 'gmail',
	authorization: { type: 'api-key', value: 'secret' },
};
const moderation = { moderation_llm_v2: { action: 'block' } };

describe('what differs between an agent and what is wanted', () => {
	it.each<[string, IDataObject]>([
		['tools', { tools: [search, rate, gmail] }],
		['completion arguments', { completion_args: { temperature: 0, stop: ['END'] } }],
		['the default tool choice', { completion_args: { tool_choice: 'auto' } }],
		['the default format', { completion_args: { response_format: { type: 'text' } } }],
		[
			'a schema',
			{
				completion_args: {
					response_format: { type: 'json_schema', json_schema: { name: 'a', schema } },
				},
			},
		],
		['guardrails', { guardrails: [moderation, { block_on_error: true }] }],
		['metadata', { metadata: { a: { b: [1, null] } } }],
		['a message, which is no content', { version_message: 'New' }],
	])('is nothing where the server filled in the rest: %s', (_, wanted) => {
		expect(changesTo(shown({ name: 'A', ...wanted }), wanted)).toEqual({});
	});

	it('is not what is not wanted', () => {
		const agent = shown({ name: 'A', instructions: 'x', tools: [search], metadata: { a: 1 } });
		expect(changesTo(agent, { name: 'A', instructions: 'x' })).toEqual({});
	});

	it.each<[string, IDataObject, IDataObject]>([
		['a text', { instructions: 'a' }, { instructions: 'b' }],
		['a tool more', { tools: [search] }, { tools: [search, rate] }],
		['a tool less', { tools: [search, rate] }, { tools: [search] }],
		['another order', { tools: [search, rate] }, { tools: [rate, search] }],
		['a configuration less', { tools: [search] }, { tools: [{ type: 'web_search' }] }],
		[
			'strictness',
			{ tools: [rate] },
			{ tools: [{ type: 'function', function: { ...rate.function, strict: true } }] },
		],
		[
			'a detail of a schema',
			{ tools: [rate] },
			{
				tools: [
					{
						type: 'function',
						function: { name: 'get_rate', parameters: { ...schema, additionalProperties: false } },
					},
				],
			},
		],
		[
			'a kind of authorization',
			{ tools: [gmail] },
			{ tools: [{ ...gmail, authorization: { type: 'oauth2-token', value: 'x' } }] },
		],
		['no authorization', { tools: [gmail] }, { tools: [{ ...gmail, authorization: undefined }] }],
		['handoffs', {}, { handoffs: ['ag_1'] }],
		[
			'a guardrail',
			{ guardrails: [moderation] },
			{ guardrails: [{ ...moderation, block_on_error: true }] },
		],
		['a detail of metadata', { metadata: { a: null } }, { metadata: { b: null } }],
		['metadata less', { metadata: { a: 1, b: 2 } }, { metadata: { a: 1 } }],
	])('is %s', (_, before, wanted) => {
		expect(changesTo(shown({ name: 'A', ...before }), wanted)).toEqual(wanted);
	});

	it('does not tell secrets apart, which are not shown as they were sent', () => {
		const other = { ...gmail, authorization: { type: 'api-key', value: 'another' } };
		expect(changesTo(shown({ tools: [gmail] }), { tools: [other] })).toEqual({});
	});

	it('takes the completion arguments that are kept along', () => {
		const agent = shown({ completion_args: { temperature: 0.5, top_p: 0.9, stop: ['END'] } });
		expect(changesTo(agent, { completion_args: { top_p: 0 } })).toEqual({
			completion_args: { temperature: 0.5, top_p: 0, stop: ['END'], tool_choice: 'auto' },
		});
	});
});

describe('for any agent and anything wanted', () => {
	const reversed = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(reversed);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value)
				.reverse()
				.map(([key, one]) => [key, reversed(one)]),
		);
	};

	it('nothing differs after it was sent, in whichever order the keys come back', () => {
		fc.assert(
			fc.property(contents, (wanted) => {
				expect(changesTo(shown(wanted), wanted)).toEqual({});
				expect(changesTo(reversed(shown(wanted)) as IDataObject, wanted)).toEqual({});
			}),
		);
	});

	it('nothing differs after the changes were sent', () => {
		fc.assert(
			fc.property(contents, contents, (before, wanted) => {
				const changes = changesTo(shown(before), wanted);
				expect(changesTo(shown({ ...before, ...changes }), wanted)).toEqual({});
			}),
		);
	});

	it('only what is wanted is changed', () => {
		fc.assert(
			fc.property(contents, contents, (before, wanted) => {
				const changed = Object.keys(changesTo(shown(before), wanted));
				expect(Object.keys(wanted)).toEqual(expect.arrayContaining(changed));
			}),
		);
	});

	it('a field of which nothing was there differs', () => {
		// Single completion arguments may be wanted as they are without being sent.
		const others = contents.map((wanted) => ({ ...wanted, completion_args: { top_p: 0.5 } }));
		fc.assert(
			fc.property(others, (wanted) => {
				expect(Object.keys(changesTo({}, wanted)).sort()).toEqual(Object.keys(wanted).sort());
			}),
		);
	});
});
