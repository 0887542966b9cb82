import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { parametersOf } from '../agents/parametersOf';
import { contents } from '../agents/contents';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runNode } from './workflow';

const session = useSimulator();

const attempt = (parameters: INodeParameters, items?: IDataObject[]) =>
	runNode(
		'mistralAgents',
		credentialFor(session.simulator),
		{ resource: 'agent', operation: 'upsert', name: 'Clerk', ...parameters },
		{ items },
	);
const upsert = async (parameters: INodeParameters = {}): Promise<IDataObject> => {
	const { error, outputs } = await attempt(parameters);
	if (error) throw new Error(`${error.message} | ${error.description}`);
	return outputs[0]?.[0] ?? {};
};
const changesSent = () =>
	session.simulator.requests.filter(({ method }) => method !== 'GET').map(({ body }) => body);
const clerks = () =>
	session.simulator.state.agents.list().filter(({ name }) => name.toLowerCase() === 'clerk');

const set = {
	instructions: 'Be brief',
	tools: {
		values: [
			{ type: 'web_search', requiresConfirmation: 'web_search' },
			{
				type: 'connector',
				connectorId: 'gmail',
				authorizationType: 'api-key',
				authorizationValue: 'secret',
			},
			{ type: 'function', name: 'get_rate', parameters: '{ "type": "object" }' },
		],
	},
	completionArgs: { topP: 0.9, responseFormat: 'text' },
	options: { guardrails: '[{ "moderation_llm_v2": { "action": "block" } }]' },
};

describe('an upsert', () => {
	it('creates an agent, then sends nothing as long as nothing differs', async () => {
		const first = await upsert(set);
		expect(first).toMatchObject({
			action: 'created',
			changed: ['name', 'model', 'instructions', 'tools', 'completionArgs', 'guardrails'],
			version: 0,
		});
		expect(await upsert(set)).toEqual({ ...first, action: 'unchanged', changed: [] });
		expect(changesSent()).toHaveLength(1);
		expect(clerks()[0]?.versions).toEqual([0]);
	});

	it('sends what differs and nothing else, with the message of the version', async () => {
		const { id } = await upsert(set);
		const options = { ...set.options, versionMessage: 'Briefer' };
		const again = await upsert({ ...set, instructions: 'Be very brief', options });
		expect(again).toMatchObject({
			id,
			action: 'updated',
			changed: ['instructions'],
			version: 1,
			version_message: 'Briefer',
		});
		expect(changesSent().at(-1)).toEqual({
			instructions: 'Be very brief',
			version_message: 'Briefer',
		});
		expect(await upsert({ ...set, instructions: 'Be very brief', options })).toMatchObject({
			action: 'unchanged',
			version: 1,
		});
	});

	it('keeps what is not set', async () => {
		await upsert(set);
		expect(await upsert({ completionArgs: { temperature: 0.1 } })).toMatchObject({
			action: 'updated',
			changed: ['completionArgs'],
			instructions: 'Be brief',
			completion_args: { temperature: 0.1, top_p: 0.9 },
		});
	});

	it('takes the agent of exactly this name, on whichever page it is', async () => {
		const { agents } = session.simulator.state;
		const { id } = agents.add({ name: 'Clerk', model: 'mistral-medium-latest' });
		const other = agents.add({ name: 'clerk', model: 'mistral-medium-latest' });
		// A filter that finds more than the name, on two pages.
		session.simulator.faults.add({
			body: { object: 'list', data: [other], next_page_token: 'next' },
		});
		session.simulator.faults.add({
			body: { object: 'list', data: [agents.get(id)], next_page_token: null },
		});
		expect(await upsert()).toMatchObject({ id, action: 'unchanged' });
	});

	it('refuses to choose between agents of one name', async () => {
		const { agents } = session.simulator.state;
		const ids = [1, 2].map(() => agents.add({ name: 'Clerk', model: 'mistral-medium-latest' }).id);
		const { error } = await attempt(set);
		expect(error?.message).toContain('There are 2 agents named "Clerk"');
		for (const id of ids) expect(error?.message).toContain(id);
		expect(error?.description).toContain('use Update, with its ID');
		expect(changesSent()).toEqual([]);
	});

	it('makes one agent of several items with one name', async () => {
		const items = [{ text: 'One' }, { text: 'Two' }, { text: 'Two' }];
		const { outputs } = await attempt({ instructions: '={{ $json.text }}' }, items);
		expect(outputs[0]?.map(({ action }) => action)).toEqual(['created', 'updated', 'unchanged']);
		expect(clerks()).toHaveLength(1);
	});

	it('only tells on a dry run', async () => {
		const dry = (parameters: INodeParameters) =>
			upsert({ ...parameters, options: { dryRun: true } });
		expect(await dry({ instructions: 'One' })).toEqual({
			name: 'Clerk',
			model: 'mistral-medium-latest',
			instructions: 'One',
			action: 'created',
			changed: ['name', 'model', 'instructions'],
			dryRun: true,
		});
		expect(clerks()).toEqual([]);
		const { id } = await upsert({ instructions: 'One' });
		expect(await dry({ instructions: 'Two' })).toMatchObject({
			id,
			instructions: 'One',
			action: 'updated',
			changed: ['instructions'],
			dryRun: true,
		});
		expect(await dry({ instructions: 'One' })).toMatchObject({
			action: 'unchanged',
			changed: [],
			dryRun: true,
		});
		expect(changesSent()).toHaveLength(1);
	});

	it('does not show on a dry run what authorizes a connector', async () => {
		const [authorizationType, authorizationValue] = ['api-key', 'top-secret-token'];
		const connector = { type: 'connector', connectorId: 'crm', authorizationType };
		const { outputs, run } = await attempt({
			tools: { values: [{ ...connector, authorizationValue }, { type: 'web_search' }] },
			options: { dryRun: true },
		});
		expect(outputs[0]?.[0]?.tools).toEqual([
			{
				type: 'connector',
				connector_id: 'crm',
				authorization: { type: 'api-key', value: '[hidden]' },
			},
			{ type: 'web_search' },
		]);
		expect(JSON.stringify(run.data.resultData)).not.toContain(authorizationValue);
	});

	it('changes nothing when what it made is put in again', async () => {
		await fc.assert(
			fc.asyncProperty(contents, async (content) => {
				for (const { id } of clerks()) session.simulator.state.agents.delete(id);
				const made = await upsert(parametersOf(content));
				expect(made.action).toBe('created');
				expect(await upsert(parametersOf(content))).toMatchObject({ action: 'unchanged' });
				const { agents } = session.simulator.state;
				const got = agents.get(String(made.id)) as unknown as IDataObject;
				const again = await upsert(parametersOf(got));
				expect(again).toMatchObject({ action: 'unchanged', changed: [], versions: [0] });
			}),
			{ numRuns: 25 },
		);
	});
});
