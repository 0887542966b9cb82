import { describe, expect, it } from '@jest/globals';

import { useSimulator } from '../simulator/useSimulator';
import { fasterPauses } from './fasterPauses';
import { type Check, defined, type Definition, questionsTo, release, stateOf } from './release';

const session = useSimulator();
fasterPauses();

const [desk, counter] = defined;
const [aboutDays, aboutOrders] = desk.checks;

const deploy = (...definitions: Definition[]) => release(session.simulator, definitions);
const state = (definition: Definition) => stateOf(session.simulator, definition);

/** The desk with other instructions, and what is then expected of its first answer. */
const changed = (expected?: string, more: Partial<Check> = {}): Definition => ({
	...desk,
	instructions: 'Orders can be sent back for free within 14 days.',
	checks: [{ ...aboutDays, expected, ...more }, aboutOrders],
});
const asking = { method: 'POST', path: '/v1/conversations' };
const settingAlias = { method: 'PUT', path: /aliases$/ };
const switching = { method: 'PATCH', path: /version$/ };

/** Methods of the requests that change agents, but not what they answer. */
const writes = () =>
	session.simulator.requests
		.filter(({ method, path }) => method !== 'GET' && path !== '/v1/conversations')
		.map(({ method }) => method);

describe('agents as code', () => {
	it('puts new agents into production', async () => {
		const report = await deploy(desk, counter);
		for (const definition of [desk, counter]) {
			expect(report[definition.name]).toMatchObject({
				outcome: 'released',
				version: 0,
				production: 0,
				answers: definition.checks.map(({ question, expected }) => ({
					question,
					passed: true,
					production: { error: expect.stringMatching(/^Alias production .*not found/) },
					new: { answer: expect.stringContaining(String(expected)) },
				})),
			});
			expect(state(definition)).toEqual({ current: 0, versions: [0], production: 0 });
		}
	});

	it('asks nothing, makes no version and moves nothing when nothing has changed', async () => {
		await deploy(desk, counter);
		session.simulator.requests.length = 0;
		const report = await deploy(desk, counter);
		for (const { name } of [desk, counter]) {
			expect(report[name]).toEqual({
				outcome: 'unchanged',
				agent: name,
				version: 0,
				production: 0,
			});
		}
		expect(session.simulator.requests.map(({ method }) => method)).toEqual(Array(4).fill('GET'));
	});

	it('moves production to a version whose answers are all right, side by side with the old one', async () => {
		await deploy(desk);
		const { [desk.name]: report } = await deploy(changed('14 days'));
		const measured = { tokens: expect.any(Number), milliseconds: expect.any(Number) };
		const called = { answer: 'get_order_status', ...measured };
		expect(report).toEqual({
			outcome: 'released',
			agent: desk.name,
			agentId: expect.any(String),
			version: 1,
			production: 1,
			answers: [
				{
					question: aboutDays.question,
					expected: '14 days',
					passed: true,
					production: { answer: expect.stringContaining('30 days'), ...measured },
					new: { answer: expect.stringContaining('14 days'), ...measured },
				},
				{ ...aboutOrders, passed: true, production: called, new: called },
			],
			tokens: { production: expect.any(Number), new: expect.any(Number) },
			milliseconds: { production: expect.any(Number), new: expect.any(Number) },
		});
		expect(state(desk)).toEqual({ current: 1, versions: [0, 1], production: 1 });
		const questions = desk.checks.map(({ question }) => question);
		expect(questionsTo(session.simulator, 1)).toEqual(questions);
		expect(questionsTo(session.simulator, 'production')).toEqual(questions);
	});

	it('adds up what the answers of each version cost', async () => {
		await deploy(desk);
		const { [desk.name]: report } = await deploy(changed('14 days'));
		interface Told {
			tokens: number;
			milliseconds: number;
		}
		const answers = report?.answers as Array<Record<'production' | 'new', Told>>;
		for (const unit of ['tokens', 'milliseconds'] as const) {
			expect(report?.[unit]).toEqual({
				production: answers.reduce((sum, { production }) => sum + production[unit], 0),
				new: answers.reduce((sum, answer) => sum + answer.new[unit], 0),
			});
		}
		expect((report?.tokens as { new: number }).new).toBeGreaterThan(0);
	});

	it.each([
		['lacks what is expected', changed('30 days')],
		['has what is unwanted', changed('14 days', { unwanted: 'SENT BACK' })],
	])('goes back to production when one answer %s, and says which', async (_, definition) => {
		await deploy(desk);
		session.simulator.requests.length = 0;
		const { [desk.name]: report } = await deploy(definition);
		expect(report).toMatchObject({
			outcome: 'rolled back',
			version: 1,
			production: 0,
			reason: `Not as expected: ${aboutDays.question}`,
			answers: [
				{
					passed: false,
					production: { answer: expect.stringContaining('30 days') },
					new: { answer: expect.stringContaining('14 days') },
				},
				{ passed: true },
			],
		});
		expect(state(desk)).toEqual({ current: 0, versions: [0, 1], production: 0 });
		// The new version and the way back; the alias was not touched.
		expect(writes()).toEqual(['PATCH', 'PATCH']);
	});

	it.each([
		['no question', []],
		['a question without text', [{ ...aboutDays, question: '' }]],
		[
			'a question of which nothing is expected',
			[aboutOrders, { ...aboutDays, expected: undefined }],
		],
		['no list of questions', undefined],
	])('does not touch an agent with %s', async (_, checks) => {
		await deploy(desk);
		session.simulator.requests.length = 0;
		const report = await deploy({ ...changed('14 days'), checks });
		expect(report[desk.name]).toEqual({
			outcome: 'not released',
			agent: desk.name,
			reason: 'A question, or what is expected, is missing',
		});
		expect(session.simulator.requests).toEqual([]);
	});

	it.each([
		['the question cannot be asked', { ...asking, skip: 1 }, /^Not as expected/],
		['production cannot be moved', settingAlias, /^Out of order$/],
	])('goes back to production when %s', async (_, request, reason) => {
		await deploy(desk);
		session.simulator.faults.add({ ...request, status: 400, body: { message: 'Out of order' } });
		const { [desk.name]: report } = await deploy(changed('14 days'));
		expect(report).toMatchObject({
			outcome: 'rolled back',
			version: 1,
			production: 0,
			reason: expect.stringMatching(reason),
		});
		expect(JSON.stringify(report)).toContain('Out of order');
		expect(state(desk)).toEqual({ current: 0, versions: [0, 1], production: 0 });
	});

	it('releases a good version even if production cannot answer any more', async () => {
		await deploy(desk);
		session.simulator.faults.add({ ...asking, status: 400, body: { message: 'Out of order' } });
		const { [desk.name]: report } = await deploy(changed('14 days'));
		expect(report).toMatchObject({
			outcome: 'released',
			answers: [{ production: { answer: '', error: 'Out of order' } }, {}],
		});
	});

	it('says that production has moved when only the answer of that was lost', async () => {
		await deploy(desk);
		session.simulator.faults.add({ ...settingAlias, disconnect: 'before-answer', times: Infinity });
		const { [desk.name]: report } = await deploy(changed('14 days'));
		expect(report).toMatchObject({ outcome: 'released', version: 1, production: 1 });
		expect(state(desk)).toEqual({ current: 1, versions: [0, 1], production: 1 });
	});

	it('says so when it could not go back, and does in its next run', async () => {
		await deploy(desk);
		session.simulator.faults.add({ ...switching, status: 400, body: { message: 'Out of order' } });
		const { [desk.name]: report } = await deploy(changed('30 days'));
		expect(report).toMatchObject({
			outcome: 'not rolled back',
			version: 1,
			production: 0,
			reason: `Not as expected: ${aboutDays.question}`,
			error: 'Out of order',
		});
		expect(state(desk)).toEqual({ current: 1, versions: [0, 1], production: 0 });
		const { [desk.name]: next } = await deploy(changed('30 days'));
		expect(next).toMatchObject({ outcome: 'rolled back', version: 1, production: 0 });
		expect(state(desk)).toEqual({ current: 0, versions: [0, 1], production: 0 });
	});

	it('never calls a first version production that answers wrongly', async () => {
		const { [desk.name]: report } = await deploy(changed('a year'));
		expect(report).toMatchObject({
			outcome: 'not released',
			version: 0,
			reason: expect.stringMatching(/^Not as expected: .* \| Alias production .*not found/),
			answers: [{ passed: false, new: { answer: expect.stringContaining('14 days') } }, {}],
		});
		expect(state(desk)).toEqual({ current: 0, versions: [0], production: undefined });
	});

	it('treats several at once each by its own outcome', async () => {
		const mute = { ...desk, name: 'Mute' };
		const still = { ...desk, name: 'Still' };
		await deploy(desk, counter, mute, still);
		const report = await deploy(
			changed('30 days'),
			{ ...counter, instructions: 'Count with code.' },
			{ ...mute, checks: [] },
			{ ...desk, name: 'Fresh', checks: [{ ...aboutDays, expected: 'a year' }] },
			still,
			{ ...desk, name: 'Odd', model: 'no-such-model' },
		);
		expect(report).toMatchObject({
			[desk.name]: { outcome: 'rolled back', version: 1, production: 0 },
			[counter.name]: { outcome: 'released', version: 1, production: 1 },
			Mute: { outcome: 'not released', reason: expect.stringContaining('is missing') },
			Fresh: { outcome: 'not released', version: 0 },
			Still: { outcome: 'unchanged', version: 0 },
			Odd: { outcome: 'not released', reason: expect.stringContaining('no-such-model') },
		});
		for (const definition of [desk, counter, mute, still]) {
			const { current, production } = state(definition) ?? {};
			expect(current).toBe(production);
		}
	});
});
