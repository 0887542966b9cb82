import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { apiPath } from '../../nodes/shared/transport/apiPath';
import { requestFor } from '../operation/requestFor';
import { operationOf, operations } from '../operation/resources';
import { describedTest } from './describedTest';
import { agentSets } from './parameterSets/agents';
import { conversationSets } from './parameterSets/conversation';
import { librarySets } from './parameterSets/libraries';
import type { ParameterSets } from './parameterSets/shared';

const sets: ParameterSets = { ...conversationSets, ...agentSets, ...librarySets };

const request = (name: string, given: IDataObject) => requestFor(operationOf(name), given);
const setsOf = (name: string) => {
	const found = sets[name];
	if (!found) throw new Error(`No parameter sets for the operation ${name}`);
	return found;
};

/** Names of collection fields and row fields, as `completionArgs.topP`. */
const fieldNames = ({ name, type, options = [] }: INodeProperties): string[] => {
	const fields =
		type === 'fixedCollection'
			? (options as INodePropertyCollection[]).flatMap(({ values }) => values)
			: (options as INodeProperties[]);
	return type === 'collection' || type === 'fixedCollection'
		? fields.map((field) => `${name}.${field.name}`)
		: [name];
};
const namesSet = (set: IDataObject): string[] =>
	Object.entries(set).flatMap(([name, value]) => {
		const rows = (value as { values?: unknown } | undefined)?.values as IDataObject[] | undefined;
		if (Array.isArray(rows))
			return rows.flatMap((row) => Object.keys(row).map((field) => `${name}.${field}`));
		return ['options', 'filters', 'completionArgs'].includes(name)
			? Object.keys(value as IDataObject).map((field) => `${name}.${field}`)
			: [name];
	});

describe.each([...operations])('the request of %s', (operationName, operation) => {
	// So that a new parameter is not forgotten below.
	it('is checked with each of its parameters', () => {
		const known = setsOf(operationName).all.flatMap(namesSet);
		const missing = operation.properties
			.flatMap(fieldNames)
			.filter((name) => !['text', 'inputType', 'simplify', 'limit'].includes(name))
			.filter((name) => !known.includes(name));
		expect(missing).toEqual([]);
	});

	describedTest('fits the description, with all optional fields and with none', (description) => {
		const { none, all, added } = setsOf(operationName);
		for (const set of [none, ...all]) {
			const { method, path, query, body } = request(operationName, set);
			const paging = 'paging' in operation ? { page_size: '100', ...operation.paging.query() } : {};
			const texts = Object.entries({ ...query, ...paging }).map(([key, value]) => [
				key,
				Array.isArray(value) ? value.map(String) : String(value),
			]);
			expect(
				description.requestErrors(method, apiPath(path), {
					query: Object.fromEntries(texts) as Record<string, string | string[]>,
					body: added ? { ...body, ...added } : body,
					strict: true,
				}),
			).toEqual([]);
		}
	});
});

const start = (given: IDataObject) => request('conversation.start', { text: 'Hello', ...given });

describe('a request', () => {
	it('holds what is required and nothing else when nothing is set', () => {
		const bodies = ['start', 'append', 'restart'].map(
			(name) => request(`conversation.${name}`, setsOf(`conversation.${name}`).none).body,
		);
		expect(bodies).toEqual([
			{ model: 'mistral-medium-latest', inputs: 'Hello', stream: true },
			{ inputs: 'Hello', stream: true },
			{ from_entry_id: 'msg_1', inputs: 'Hello', stream: true },
		]);
	});

	it('has everything under the names of the API', () => {
		const [model, agent, version] = setsOf('conversation.start').all.map(
			(set) => request('conversation.start', set).body,
		);
		expect(model).toMatchSnapshot();
		expect(agent).toMatchObject({
			agent_id: 'ag_1',
			agent_version: 3,
			handoff_execution: 'client',
		});
		expect(agent).not.toHaveProperty('model');
		expect(version).toMatchObject({ agent_version: 'production' });
	});

	it('never takes settings of an agent along to a model', () => {
		const { body } = start({
			target: 'model',
			agentId: { mode: 'id', value: 'ag_1' },
			options: { agentVersion: '3', handoffExecution: 'client' },
		});
		expect(body).toEqual({ model: 'mistral-medium-latest', inputs: 'Hello', stream: true });
	});

	it.each([
		[
			{ tools: { values: [{ type: 'web_search', include: 'a', exclude: 'b' }] } },
			'The parameters "Include" and "Exclude" of a tool exclude each other',
		],
		[
			{ tools: { values: [{ type: 'function', name: '' }] } },
			'The parameter "Tools > Name" is empty',
		],
		[
			{ tools: { values: [{ type: 'document_library', libraryIds: '' }] } },
			'The parameter "Tools > Library" is empty',
		],
		[
			{ tools: { values: [{ type: 'web_search' }] }, completionArgs: { toolChoice: 'required' } },
			'The parameter "Completion Arguments > Tool Choice" is "required", which Mistral refuses',
		],
		[
			{ tools: { values: [{ type: 'function', name: 'f', parameters: '{ "type": "objekt" }' }] } },
			'The parameter "Tools > Parameters" is not a JSON schema: "type" must be one of',
		],
		[
			{ completionArgs: { responseFormat: 'json_schema', jsonSchema: '{ "city": "string" }' } },
			'The parameter "Completion Arguments > JSON Schema" is not a JSON schema: it has none',
		],
		[
			{ completionArgs: { responseFormat: 'json_schema' } },
			'The parameter "Completion Arguments > JSON Schema" is empty',
		],
		[{ inputType: 'messages', messages: {} }, 'The parameter "Messages" is empty'],
		[
			{ inputType: 'json', inputs: '{ "role": "user" }' },
			'The parameter "Inputs" must be a text or a list of entries',
		],
		[{ options: { metadata: 'ticket' } }, 'The parameter "Options > Metadata" is not valid JSON'],
		[{ model: { mode: 'list', value: '' } }, 'The parameter "Model" is empty'],
	])('is refused before it is sent: %j', (parameters, message) => {
		expect(() => start(parameters)).toThrow(message);
	});

	it('is refused with more tools than Mistral takes', () => {
		const values = Array.from({ length: 129 }, () => ({ type: 'web_search' }));
		expect(() => start({ tools: { values } })).toThrow(
			'The parameter "Tools" has 129 tools, but Mistral takes at most 128',
		);
	});

	it('may demand a tool that is not built in', () => {
		const values = [
			{ type: 'connector', connectorId: 'wiki' },
			{ type: 'function', name: 'f' },
		];
		const completionArgs = { toolChoice: 'required' };
		const { body } = start({ tools: { values }, completionArgs });
		expect(body).toMatchObject({ completion_args: { tool_choice: 'required' } });
	});
});

describe('the libraries of a tool', () => {
	it.each([
		['a comma list, as older workflows have it', 'lib_1, lib_2'],
		['one from the list', { __rl: true, mode: 'list', value: 'lib_1' }],
		['IDs', { __rl: true, mode: 'id', value: 'lib_1,lib_2' }],
		['a list that an expression gives', { __rl: true, mode: 'id', value: ['lib_1', 'lib_2'] }],
	])('are %s', (_, libraryIds) => {
		const { body } = request('conversation.start', {
			text: 'Hello',
			tools: { values: [{ type: 'document_library', libraryIds }] },
		});
		const [tool] = body?.tools as IDataObject[];
		const found = JSON.stringify(libraryIds).includes('lib_2') ? ['lib_1', 'lib_2'] : ['lib_1'];
		expect(tool).toEqual({ type: 'document_library', library_ids: found });
	});
});
