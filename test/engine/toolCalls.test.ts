import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { runWorkflow } from '../../scripts/engine/engine';
import { useSimulator } from '../simulator/useSimulator';
import { supplying } from './toolNodes';
import { credentialFor, runConversations, runNode } from './workflow';

const session = useSimulator();
const credential = () => credentialFor(session.simulator);

const connectors = ['gmail', 'notion'].map((connectorId) => ({
	type: 'connector',
	connectorId,
	authorizationType: 'none',
	requiresConfirmation: `${connectorId}_search`,
}));
const functions = ['get_sun', 'get_rain'].map((name) => ({ type: 'function', name }));

/** The calls that a conversation waits with, as `functionCalls` has them. */
async function waitingCalls(text: string): Promise<IDataObject[]> {
	const { outputs, error } = await runConversations(credential(), {
		operation: 'start',
		text,
		tools: { values: [...functions, ...connectors] },
	});
	expect(error).toBeUndefined();
	session.simulator.requests.length = 0;
	return outputs[0]?.[0]?.functionCalls as IDataObject[];
}
const twoCalls = '/call get_sun {"city":"Oslo"}\n/call get_rain {}';
const pendingCalls = '/call gmail_search {"q":"tea"}\n/call notion_search {"q":"cake"}';

const run = async (
	operation: string,
	items: IDataObject[],
	parameters: INodeParameters = {},
	settings: Parameters<typeof runNode>[3] = {},
) =>
	await runNode(
		'mistralConversations',
		credential(),
		{ resource: 'toolCall', operation, ...parameters },
		{ items, ...settings },
	);
const submit = async (...args: [IDataObject[], INodeParameters?, Parameters<typeof runNode>[3]?]) =>
	await run('submitResults', ...args);
const confirm = async (items: IDataObject[], more: INodeParameters = {}) =>
	await run('confirm', items, { confirmation: '={{ $json.confirmation }}', ...more });

const requests = () => session.simulator.requests.map(({ path, body }) => ({ path, body }));
const resultsSent = (...results: string[]) =>
	results.map((result) => ({
		type: 'function.result',
		tool_call_id: expect.any(String),
		result,
	}));

describe('the rows of functionCalls', () => {
	it('carry all that a later execution needs', async () => {
		const [sun] = await waitingCalls(twoCalls);
		expect(sun).toEqual({
			conversationId: expect.stringMatching(/^conv_/),
			toolCallId: expect.any(String),
			name: 'get_sun',
			args: { city: 'Oslo' },
			arguments: { city: 'Oslo' },
			confirmationStatus: null,
		});
	});
});

describe('Submit Results', () => {
	it('needs no expression after Start, Split Out and anything that gives a result', async () => {
		const node = (
			name: string,
			type: string,
			parameters: INode['parameters'],
			typeVersion = 1,
		) => ({
			id: name,
			name,
			type,
			typeVersion,
			parameters,
			position: [0, 0] as [number, number],
		});
		const ours = 'n8n-nodes-mistral-agents.mistralConversations';
		const next = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
		const { data } = await runWorkflow(
			{
				name: 'Round trip',
				nodes: [
					node('Begin', 'n8n-nodes-base.manualTrigger', {}),
					node('Start', ours, { text: twoCalls, tools: { values: functions } }),
					node('Split Out', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'functionCalls' }),
					node(
						'Anything',
						'n8n-nodes-base.set',
						{
							includeOtherFields: true,
							assignments: {
								assignments: [
									{ id: '1', name: 'result', type: 'string', value: '={{ $json.name }} is done' },
								],
							},
						},
						3.4,
					),
					node('Submit', ours, { resource: 'toolCall', operation: 'submitResults' }),
				],
				connections: {
					Begin: next('Start'),
					Start: next('Split Out'),
					'Split Out': next('Anything'),
					Anything: next('Submit'),
				},
			},
			{ credential: credential() },
		);
		expect(data.resultData.error).toBeUndefined();
		const [items] = data.resultData.runData.Submit?.[0]?.data?.main ?? [];
		expect(items).toEqual([
			{
				json: expect.objectContaining({
					status: 'completed',
					text: expect.stringContaining('get_rain is done'),
				}),
				pairedItem: [{ item: 0 }, { item: 1 }],
			},
		]);
		expect(requests()).toHaveLength(2);
		expect(requests()[1]).toEqual({
			path: expect.stringMatching(/^\/v1\/conversations\/conv_/),
			body: {
				inputs: resultsSent('get_sun is done', 'get_rain is done'),
				stream: true,
			},
		});
	});

	it('sends the results of each conversation together, in the order of the items', async () => {
		const [a = {}, b = {}] = await waitingCalls(twoCalls);
		const [c = {}, d = {}] = await waitingCalls(twoCalls);
		const { run: execution } = await submit([
			{ ...a, result: 'a' },
			{ ...c, result: 'c' },
			{ ...d, result: 'd' },
			{ ...b, result: 'b' },
		]);
		const [items = []] = execution.data.resultData.runData.Mistral?.[0]?.data?.main ?? [];
		expect(items?.map(({ json, pairedItem }) => [json.conversationId, pairedItem])).toEqual([
			[a.conversationId, [{ item: 0 }, { item: 3 }]],
			[c.conversationId, [{ item: 1 }, { item: 2 }]],
		]);
		const sent = session.simulator.requests.map(({ body }) => (body as IDataObject).inputs);
		expect(sent).toEqual(expect.arrayContaining([resultsSent('a', 'b'), resultsSent('c', 'd')]));
		expect(sent).toHaveLength(2);
	});

	it.each<[string, unknown, string]>([
		['an object', { mm: 3 }, '{"mm":3}'],
		['a list', ['a', 1], '["a",1]'],
		['a number', 0, '0'],
		['false', false, 'false'],
		['text like JSON', '[1] is a footnote', '[1] is a footnote'],
		['an empty text', '', ''],
		['a megabyte', 'x'.repeat(1_000_000), 'x'.repeat(1_000_000)],
	])('sends %s as text', async (_, result, sent) => {
		const [call = {}] = await waitingCalls('/call get_sun {}');
		const { error } = await submit([{ ...call, result: result as IDataObject }]);
		expect(error).toBeUndefined();
		expect(requests()[0]?.body).toEqual({ inputs: resultsSent(sent), stream: true });
	});

	it('takes results that are defined, for each item', async () => {
		const [a = {}, b = {}] = await waitingCalls(twoCalls);
		const { outputs } = await submit([{ ...a }], {
			resultSource: 'define',
			results: {
				values: [
					{ toolCallId: String(a.toolCallId), result: '={{ { hours: 12 } }}' },
					{ toolCallId: String(b.toolCallId), result: 'none' },
				],
			},
			stream: false,
			completionArgs: { temperature: 0 },
		});
		expect(outputs[0]).toMatchObject([{ status: 'completed' }]);
		expect(requests()[0]?.body).toEqual({
			inputs: resultsSent('{"hours":12}', 'none'),
			completion_args: { temperature: 0 },
		});
	});

	it('lets connected tools serve the calls that follow', async () => {
		const [call = {}] = await waitingCalls('/rounds 2\n/call get_sun {}');
		const tool = { name: 'get_sun', invoke: async () => await Promise.resolve('13 h') };
		const { outputs } = await submit(
			[{ ...call, result: '12 h' }],
			{},
			{ tools: [supplying('Sun', tool)] },
		);
		expect(outputs[0]).toMatchObject([{ status: 'completed' }]);
		const sent = session.simulator.requests.map(({ body }) => (body as IDataObject).inputs);
		expect(sent).toEqual([resultsSent('12 h'), resultsSent('13 h')]);
	});

	it.each<[string, IDataObject, string]>([
		['has no result', { toolCallId: '1' }, 'The parameter "Result" is empty'],
		['names no call', { result: '1' }, 'The parameter "Tool Call ID" is empty'],
	])('refuses an item that %s, before anything is sent', async (_, item, message) => {
		const { error } = await submit([{ conversationId: 'conv_1', ...item }]);
		expect(error?.message).toBe(`${message} [item 0]`);
		expect(requests()).toEqual([]);
	});

	it('refuses two results for one call, and sends the others', async () => {
		const [a = {}] = await waitingCalls('/call get_sun {}');
		const [b = {}] = await waitingCalls('/call get_sun {}');
		const { outputs } = await submit(
			[
				{ ...a, result: '1' },
				{ ...a, result: '2' },
				{ ...b, result: '3' },
			],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]).toEqual(
			expect.arrayContaining([
				{ error: expect.stringContaining(`The tool call "${String(a.toolCallId)}"`) },
				expect.objectContaining({ status: 'completed', conversationId: b.conversationId }),
			]),
		);
		expect(requests()).toHaveLength(1);
	});

	it('says what to do about results that do not fit', async () => {
		const [a = {}] = await waitingCalls(twoCalls);
		const { error } = await submit([{ ...a, result: '1' }]);
		expect(error?.description).toContain('The results must be those of all open calls');
	});
});

describe('Confirm', () => {
	it('sends what was decided about the calls of a conversation together, and no inputs', async () => {
		const [mail = {}, notes = {}] = await waitingCalls(pendingCalls);
		expect(mail).toMatchObject({ name: 'gmail_search', confirmationStatus: 'pending' });
		const { outputs, error } = await confirm([
			{ ...mail, confirmation: 'allow' },
			{ ...notes, confirmation: 'deny' },
		]);
		expect(error).toBeUndefined();
		expect(outputs[0]).toMatchObject([{ status: 'completed' }]);
		expect(requests()).toEqual([
			{
				path: `/v1/conversations/${String(mail.conversationId)}`,
				body: {
					tool_confirmations: [
						{ tool_call_id: mail.toolCallId, confirmation: 'allow' },
						{ tool_call_id: notes.toolCallId, confirmation: 'deny' },
					],
					stream: true,
				},
			},
		]);
	});

	it('takes decisions that are defined', async () => {
		const [mail = {}, notes = {}] = await waitingCalls(pendingCalls);
		const { outputs } = await confirm([mail], {
			confirmationSource: 'define',
			confirmations: {
				values: [mail, notes].map(({ toolCallId }) => ({
					toolCallId: String(toolCallId),
					confirmation: 'deny',
				})),
			},
		});
		expect(outputs[0]).toMatchObject([
			{ status: 'completed', text: expect.stringContaining('I did not call notion_search') },
		]);
	});

	it.each([
		[undefined, 'The parameter "Confirmation" is empty'],
		['yes', 'The parameter "Confirmation" must be one of allow, deny, but is "yes"'],
	])('refuses %s as a decision, before anything is sent', async (confirmation, message) => {
		const { error } = await confirm([{ conversationId: 'conv_1', toolCallId: '1', confirmation }]);
		expect(error?.message).toBe(`${message} [item 0]`);
		expect(requests()).toEqual([]);
	});
});
