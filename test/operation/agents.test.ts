import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { requestFor } from './requestFor';
import { operationOf } from './resources';

const agentId = { __rl: true, mode: 'id', value: 'ag_1' };

const request = (name: string, given: IDataObject) => requestFor(operationOf(name), given);
const update = (given: IDataObject) => request('agent.update', { agentId, ...given });

describe('a request about agents', () => {
	it('creates with the default model and what is set', () => {
		expect(request('agent.create', { name: 'Support' })).toEqual({
			method: 'POST',
			path: ['v1', 'agents'],
			body: { name: 'Support', model: 'mistral-medium-latest' },
		});
		const handoffs = { values: [{ agentId }, { agentId: { mode: 'id', value: 'ag_2' } }] };
		const options = { guardrails: '[{ "block_on_error": true }]', versionMessage: 'First' };
		expect(request('agent.create', { name: 'Support', handoffs, options }).body).toEqual({
			name: 'Support',
			model: 'mistral-medium-latest',
			handoffs: ['ag_1', 'ag_2'],
			guardrails: [{ block_on_error: true }],
			version_message: 'First',
		});
	});

	it('updates what is added and keeps the rest, the model too', () => {
		const updateFields = { instructions: 'Be brief', deploymentChat: false };
		expect(update({ updateFields })).toEqual({
			method: 'PATCH',
			path: ['v1', 'agents', 'ag_1'],
			body: { instructions: 'Be brief', deployment_chat: false },
			repeatable: false,
		});
	});

	it('empties what is added and left empty', () => {
		const updateFields = {
			completionArgs: {},
			description: '',
			guardrails: '[]',
			handoffs: {},
			instructions: null,
			metadata: '{}',
			tools: { values: [] },
		};
		expect(update({ updateFields }).body).toEqual({
			completion_args: {},
			description: null,
			guardrails: null,
			handoffs: null,
			instructions: null,
			metadata: null,
			tools: [],
		});
	});

	it('lists by all filters under the names of the API', () => {
		const filters = { name: 'Support', sources: ['api'], metadata: '{ "team": "a" }' };
		expect(request('agent.getAll', { filters })).toEqual({
			method: 'GET',
			path: ['v1', 'agents', 'pages'],
			query: { name: 'Support', sources: ['api'], metadata: '{"team":"a"}' },
		});
	});

	it('may be repeated when it switches or sets, as that makes no version', () => {
		const version = { mode: 'id', value: '3' };
		const given = { agentId, version, alias: 'production' };
		expect(request('version.switch', given)).toEqual({
			method: 'PATCH',
			path: ['v1', 'agents', 'ag_1', 'version'],
			query: { version: 3 },
		});
		expect(request('alias.set', given)).toEqual({
			method: 'PUT',
			path: ['v1', 'agents', 'ag_1', 'aliases'],
			query: { alias: 'production', version: 3 },
		});
	});

	it.each<[string, IDataObject, string]>([
		['agent.create', {}, 'The parameter "Name" is empty'],
		['agent.create', { name: 'A', model: { value: '' } }, 'The parameter "Model" is empty'],
		[
			'agent.create',
			{ name: 'A', handoffs: { values: [{ agentId: { mode: 'list', value: '' } }] } },
			'The parameter "Handoffs > Agent" is empty',
		],
		[
			'agent.create',
			{ name: 'A', completionArgs: { temperature: 2 } },
			'The parameter "Completion Arguments > Temperature" must be a number from 0 up to 1, but is 2',
		],
		[
			'agent.upsert',
			{
				name: 'A',
				tools: { values: [{ type: 'code_interpreter' }] },
				completionArgs: { toolChoice: 'required' },
			},
			'The parameter "Completion Arguments > Tool Choice" is "required"',
		],
		['agent.update', { agentId }, 'There is nothing to change'],
		[
			'agent.update',
			{ agentId, options: { versionMessage: 'The same' } },
			'There is nothing to change',
		],
		[
			'agent.update',
			{ agentId, updateFields: { name: ' ' } },
			'The parameter "Update Fields > Name" is empty, but it cannot be emptied',
		],
		[
			'agent.update',
			{ agentId, updateFields: { model: { __rl: true, mode: 'list', value: '' } } },
			'The parameter "Update Fields > Model" is empty, but it cannot be emptied',
		],
		[
			'agent.update',
			{ agentId, updateFields: { deploymentChat: '' } },
			'The parameter "Update Fields > Deployment Chat" is empty, but it cannot be emptied',
		],
		[
			'agent.update',
			{ agentId, updateFields: { completionArgs: { temperature: 2 } } },
			'The parameter "Update Fields > Completion Arguments > Temperature" must be',
		],
		[
			'agent.getAll',
			{ filters: { sources: ['web'] } },
			'The parameter "Filters > Sources" must be',
		],
		[
			'version.switch',
			{ agentId, version: { mode: 'id', value: 'production' } },
			'The parameter "Version" must be the number of a version, but is "production"',
		],
		['alias.set', { agentId, version: '1' }, 'The parameter "Alias" is empty'],
		['alias.set', { agentId, alias: 'Prod', version: '1' }, 'The parameter "Alias" must be'],
		['alias.set', { agentId, alias: 'a-', version: '1' }, 'The parameter "Alias" must be'],
		['alias.delete', { agentId, alias: 'a'.repeat(65) }, 'The parameter "Alias" must be'],
	])('to %s is refused before it is sent: %j', (name, given, message) => {
		expect(() => request(name, given)).toThrow(message);
	});

	it('takes a version message of 500 characters and no longer one', () => {
		const send = (length: number) =>
			update({
				updateFields: { name: 'A' },
				options: { versionMessage: 'x'.repeat(length) },
			});
		expect(send(500).body).toEqual({ name: 'A', version_message: 'x'.repeat(500) });
		expect(() => send(501)).toThrow(
			'The parameter "Options > Version Message" has 501 characters, but Mistral takes at most 500',
		);
	});
});
