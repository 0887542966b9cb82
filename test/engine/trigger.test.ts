import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from '../../scripts/engine/engine';
import { Gate } from '../../simulator/streams/gate';
import { useSimulator } from '../simulator/useSimulator';
import { useTrigger } from './useTrigger';
import { credentialFor } from './workflow';

const session = useSimulator();
const webSearch = { tools: { values: [{ type: 'web_search' }] } };
const conversations = '/v1/conversations';

const { activate, until, asked } = useTrigger(session);

describe('an activated trigger', () => {
	it('closes the stream and gives nothing more when it is deactivated', async () => {
		const gate = new Gate();
		session.simulator.faults.add({ path: conversations, gate: gate.pass });
		const { executions, failures, deactivate } = await activate({ emit: 'event' });
		gate.release(3);
		await until(() => executions.flat().length === 3);
		await deactivate();
		await until(() => asked()[0]?.closedByClient !== undefined);
		gate.open();
		await sleep(200);
		expect(executions.flat()).toHaveLength(3);
		expect(failures).toEqual([]);
	});

	it('marks no conversation that Mistral does not keep, and keeps the user’s metadata', async () => {
		await activate({ options: { store: false } });
		await activate({ options: { metadata: '{"team":"a"}' } });
		await until(() => asked().length === 2);
		expect(asked()[0]?.body).not.toHaveProperty('metadata');
		expect(asked()[1]?.body).toMatchObject({
			metadata: { team: 'a', n8n_trigger: expect.any(String) },
		});
	});

	it('reports a failed answer and gives the entries that were finished', async () => {
		session.simulator.faults.add({ path: conversations, errorAfter: 10 });
		const { executions, failures } = await activate(webSearch);
		await until(() => failures.length === 1);
		expect(failures[0]?.message).toContain('Response failed during streaming');
		expect(executions.flat()).toMatchObject([{ event: 'tool.execution' }]);
	});

	it('works in n8n 1.123 and 2.0 too, where a failure is only in the log', async () => {
		const without = ['getWorkflowSettings', 'saveFailedExecution'] as const;
		session.simulator.faults.add({ path: conversations, errorAfter: 10 });
		const { executions, failures, log } = await activate(webSearch, { without: [...without] });
		await until(() => log.length === 1);
		expect(log[0]).toContain('Response failed during streaming');
		expect(executions.flat()).toMatchObject([{ event: 'tool.execution' }]);
		expect(failures).toEqual([]);
	});

	it.each<[string, INodeParameters, string]>([
		['an empty text', { text: '' }, 'The parameter "Text" is empty'],
		['an unknown agent', { target: 'agent', agentId: 'ag_1' }, 'Agent with id ag_1 was not found'],
		['an unknown model', { model: 'gpt' }, 'There is no model "gpt" for your API key'],
		['an id that climbs', { mode: 'append', conversationId: '../x' }, 'was not found'],
		['an id of dots', { mode: 'append', conversationId: '..' }, '".." is not an ID'],
		['no schedule and no activation', { runOn: [] }, 'The parameter "Run On" is empty'],
		['no events', { emit: 'event', events: [] }, 'The parameter "Event Types" is empty'],
		[
			'an interval of nothing',
			{ runOn: ['schedule'], interval: 0 },
			'The parameter "Interval" must be a whole number from 1, but is 0',
		],
	])('refuses to be activated with %s', async (_, parameters, message) => {
		await expect(activate(parameters)).rejects.toThrow(message);
		expect(asked()).toEqual([]);
	});

	it('refuses to restart from an entry that is not there', async () => {
		const { conversation_id: conversationId } = await session.start('Hello');
		const parameters = { mode: 'restart', conversationId, fromEntryId: 'msg_1' };
		await expect(activate(parameters)).rejects.toThrow('The conversation has no entry "msg_1"');
	});
});

describe('a manual run of the trigger', () => {
	const run = async (parameters: INodeParameters) => {
		const name = 'Mistral Trigger';
		const { data } = await runWorkflow(
			{
				name: 'test',
				nodes: [
					{
						id: '1',
						name,
						type: 'n8n-nodes-mistral-agents.mistralTrigger',
						typeVersion: 1,
						position: [0, 0],
						parameters: { mode: 'start', text: 'Tell me about the sea', ...parameters },
					},
				],
				connections: {},
			},
			{ credential: credentialFor(session.simulator) },
		);
		const items = data.resultData.runData[name]?.[0]?.data?.main?.[0] ?? [];
		return { items: items.map(({ json }) => json), error: data.resultData.error };
	};

	it('gives the whole answer as items of one execution', async () => {
		const { items } = await run({ ...webSearch, emit: 'event' });
		expect(items).toHaveLength(asked()[0]?.eventsSent.length ?? 0);
		expect(items[0]).toMatchObject({ event: 'conversation.response.started' });
		expect(asked()[0]?.body).not.toHaveProperty('metadata');
		expect((await run(webSearch)).items).toMatchObject([
			{ event: 'tool.execution' },
			{ event: 'message.output', text: expect.any(String) },
		]);
		expect((await run({ ...webSearch, emit: 'response' })).items).toMatchObject([
			{ event: 'conversation.response', status: 'completed' },
		]);
	});

	it('shows what went wrong', async () => {
		session.simulator.faults.add({ status: 503, body: 'overflow' });
		expect((await run({})).error?.message).toContain('overflow');
	});
});
