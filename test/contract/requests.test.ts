import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { requestFor } from '../operation/requestFor';
import { operationOf } from '../operation/resources';
import { setsOf } from './parameterSets';

const request = (name: string, given: IDataObject) => requestFor(operationOf(name), given);

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
			{ tools: { values: [{ type: 'web_search', options: { include: 'a', exclude: 'b' } }] } },
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
			'The parameter "Completion Arguments > Response JSON Schema" is not a JSON schema: it has none',
		],
		[
			{ completionArgs: { responseFormat: 'json_schema' } },
			'The parameter "Completion Arguments > Response JSON Schema" is empty',
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
