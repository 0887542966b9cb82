import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { friendly, pessimistic, type SimulatorSettings } from '../../simulator/settings';
import { byId } from '../contract/parameterSets/shared';
import { useSimulator } from '../simulator/useSimulator';
import { fasterPauses } from './fasterPauses';
import { credentialFor, runConversations, runNode } from './workflow';

const session = useSimulator();
fasterPauses();

const connector = (connectorId: string) => ({
	type: 'connector',
	connectorId,
	authorizationType: 'none',
	options: { requiresConfirmation: `${connectorId}_search` },
});
const tools = {
	values: [
		...['get_sun', 'get_rain'].map((name) => ({ type: 'function', name })),
		...['gmail', 'notion'].map(connector),
	],
};
const sunRain = '/call get_sun {"city":"Oslo"}\n/call get_rain {}';
const mailNotes = '/call gmail_search {}\n/call notion_search {}';
const sunMail = '/call get_sun {"city":"Oslo"}\n/call gmail_search {}';

/** The two calls that a conversation waits with, as `functionCalls` has them. */
async function waiting(
	text: string,
	settings: Partial<SimulatorSettings> = {},
): Promise<[IDataObject, IDataObject]> {
	Object.assign(session.simulator.state.settings, friendly, settings);
	const { outputs, error } = await runConversations(credentialFor(session.simulator), {
		operation: 'start',
		text,
		tools,
	});
	expect(error).toBeUndefined();
	session.simulator.requests.length = 0;
	return outputs[0]?.[0]?.functionCalls as [IDataObject, IDataObject];
}

type Settings = Parameters<typeof runNode>[3];
const run = async (items: IDataObject[], parameters: INodeParameters, settings: Settings) =>
	await runNode(
		'mistralConversations',
		credentialFor(session.simulator),
		{ resource: 'toolCall', ...parameters },
		{ items, ...settings },
	);
const submit = async (
	calls: IDataObject[],
	parameters: INodeParameters = {},
	settings?: Settings,
) =>
	await run(
		calls.map((call) => ({ ...call, result: `${String(call.name)} is done` })),
		{ operation: 'submitResults', ...parameters },
		settings,
	);
const decide = async (calls: IDataObject[], parameters: INodeParameters = {}) =>
	await run(calls, { operation: 'confirm', confirmation: 'allow', ...parameters }, {});

const requests = () =>
	session.simulator.requests.map(({ method, path, status }) =>
		[method, path.replace(/conv_\w+/, 'ID').slice('/v1/'.length), status].join(' '),
	);
const oneAppend = ['POST conversations/ID 200'];
const oneLook = [...oneAppend, 'GET conversations/ID/history 200'];
const usage = expect.objectContaining({ total_tokens: expect.any(Number) });

describe('an append that Mistral takes for some of the open calls', () => {
	it.each([true, false])(
		'has the call that waits for a yes as output, beside results: stream %s',
		async (stream) => {
			const [sun, mail] = await waiting(sunMail);
			const { outputs } = await submit([sun], { stream });
			expect(outputs[0]).toEqual([
				{
					conversationId: sun.conversationId,
					status: 'requires_action',
					text: '',
					functionCalls: [mail],
					usage,
				},
			]);
			expect(mail).toMatchObject({ name: 'gmail_search', confirmationStatus: 'pending' });
			expect(requests()).toEqual(oneLook);
			session.simulator.requests.length = 0;
			const end = await decide([mail], { stream });
			expect(end.outputs[0]).toMatchObject([
				{ status: 'completed', text: expect.stringContaining('get_sun is done') },
			]);
			expect(end.outputs[0]?.[0]).not.toHaveProperty('functionCalls');
			expect(requests()).toEqual(oneAppend);
		},
	);

	it.each(['allow', 'deny'])('has the function that waits for its result: %s', async (decision) => {
		const [sun, mail] = await waiting(sunMail);
		const { outputs } = await decide([mail], { confirmation: decision });
		expect(outputs[0]).toEqual([
			{
				conversationId: sun.conversationId,
				status: 'requires_action',
				text: '',
				...(decision === 'allow' && {
					toolExecutions: [expect.objectContaining({ name: 'gmail_search' })],
					model: 'mistral-medium-latest',
				}),
				functionCalls: [sun],
				usage,
			},
		]);
		expect(requests()).toEqual(oneLook);
	});

	it.each<[string, string, typeof submit, Partial<SimulatorSettings>]>([
		['results', sunRain, submit, { someCalls: 'taken' }],
		['decisions', mailNotes, decide, { someCalls: 'taken' }],
		['results, everything against us', sunRain, submit, pessimistic],
		['decisions, everything against us', mailNotes, decide, pessimistic],
	])('has the others of the same kind: %s', async (_, text, bring, settings) => {
		const [first, second] = await waiting(text, settings);
		const { outputs } = await bring([first]);
		expect(outputs[0]).toMatchObject([{ status: 'requires_action', functionCalls: [second] }]);
		expect(requests()).toEqual(oneLook);
		const end = await bring([second]);
		expect(end.outputs[0]).toMatchObject([{ status: 'completed' }]);
		expect(end.outputs[0]?.[0]).not.toHaveProperty('functionCalls');
	});

	it('tells so by Append too, which results may be given by', async () => {
		const [sun, mail] = await waiting(sunMail);
		const result = { type: 'function.result', tool_call_id: sun.toolCallId, result: '12 h' };
		const { outputs } = await runConversations(credentialFor(session.simulator), {
			operation: 'append',
			conversationId: byId(String(sun.conversationId)),
			inputType: 'json',
			inputs: JSON.stringify([result]),
		});
		expect(outputs[0]).toMatchObject([{ status: 'requires_action', functionCalls: [mail] }]);
		expect(requests()).toEqual(oneLook);
	});

	it.each<[string, boolean, number]>([
		['once when the history has what was brought', true, 1],
		['again when it has not, before that counts as the end', false, 4],
	])('is looked for %s, in an answer without words', async (_, isTaken, looks) => {
		const [sun] = await waiting('/call get_sun {}');
		if (isTaken) await submit([sun]);
		session.simulator.requests.length = 0;
		const body = { conversation_id: sun.conversationId, outputs: [], usage: {} };
		session.simulator.faults.add({ method: 'POST', body });
		const { outputs } = await submit([sun], { stream: false });
		expect(outputs[0]).toEqual([
			{ conversationId: sun.conversationId, status: 'completed', text: '', usage: {} },
		]);
		const look = 'GET conversations/ID/history 200';
		expect(requests()).toEqual([...oneAppend, ...Array<string>(looks).fill(look)]);
	});

	it('gives what Mistral answered, and asks for no more, with Simplify switched off', async () => {
		const [sun] = await waiting(sunMail);
		const { outputs } = await submit([sun], { simplify: false });
		expect(outputs[0]).toEqual([
			expect.objectContaining({ conversation_id: sun.conversationId, outputs: [] }),
		]);
		expect(requests()).toEqual(oneAppend);
	});

	it('is an error that says what was taken, when nobody can tell what stays open', async () => {
		const [sun] = await waiting(sunMail);
		session.simulator.faults.add({ method: 'GET', status: 500, body: {} });
		const { error } = await submit([sun], { options: { maxRetries: 0 } });
		expect(error).toMatchObject({
			httpCode: '500',
			description: expect.stringContaining('do not send it again'),
			context: { conversationId: sun.conversationId },
		});
		expect(requests()).toEqual([...oneAppend, 'GET conversations/ID/history 500']);
	});
});

describe('an append that Mistral refuses for the sake of open calls', () => {
	const told = ({ name, toolCallId }: IDataObject) => `${String(name)} (${String(toolCallId)})`;
	const results = 'Waiting for results, which Tool Call > Submit Results gives together: ';
	const decisions = 'Waiting for a yes or no, which Tool Call > Confirm gives: ';
	const refused = ['POST conversations/ID 400', 'GET conversations/ID/history 200'];

	it.each<[string, string, typeof submit, Partial<SimulatorSettings>, (names: string[]) => string]>(
		[
			['some results', sunRain, submit, {}, ([a, b]) => `${results}${a}, ${b}.`],
			['some decisions', mailNotes, decide, {}, ([a, b]) => `${decisions}${a}, ${b}.`],
			[
				'results before decisions',
				sunMail,
				submit,
				{ openCalls: 'confirmations-first' },
				([a, b]) => `${results}${a}. ${decisions}${b}.`,
			],
			[
				'decisions before results',
				'/call gmail_search {}\n/call get_sun {}',
				decide,
				{ openCalls: 'results-first' },
				([a, b]) => `${results}${b}. ${decisions}${a}.`,
			],
		],
	)('names them, and what ends them: %s', async (_, text, bring, settings, words) => {
		const calls = await waiting(text, settings);
		const { error } = await bring([calls[0]]);
		expect(error?.description).toContain(words(calls.map(told)));
		expect(error).toMatchObject({ context: { functionCalls: calls } });
		expect(requests()).toEqual(refused);
	});

	it('gives them to whoever continues on fail, so that they can be split out', async () => {
		const calls = await waiting(sunRain);
		const { outputs } = await submit([calls[0]], {}, { onError: 'continueRegularOutput' });
		expect(outputs[0]).toEqual([
			{
				error: 'Not the same number of function calls and responses',
				httpCode: '400',
				code: 3230,
				conversationId: calls[0].conversationId,
				functionCalls: calls,
			},
		]);
	});

	it('names those that are not open', async () => {
		const [sun, rain] = await waiting(sunRain);
		const { error } = await submit([sun, { ...rain, toolCallId: 'made_up' }]);
		expect(error?.description).toContain(`${told(sun)}, ${told(rain)}. Not open: made_up.`);
	});

	it('says that nothing is open when all was brought before', async () => {
		const calls = await waiting(sunRain);
		await submit(calls);
		const { error } = await submit(calls);
		expect(error?.description).toContain('The history shows no open call.');
	});

	it.each<[string, Partial<SimulatorSettings>, number | undefined]>([
		['cannot be read', {}, 500],
		['does not show them yet', { historyLag: Infinity }, undefined],
	])('says what Mistral said when the history %s', async (_, settings, status) => {
		const [first] = await waiting(mailNotes, settings);
		if (status) session.simulator.faults.add({ method: 'GET', status, body: {} });
		const { error } = await decide([first]);
		expect(error?.message).toContain('function results are still missing');
		expect(error?.description).toMatch(/Submit Results\.$/);
		expect(requests()).toHaveLength(2);
	});
});
