import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import { deepCopy, type INodeParameters } from 'n8n-workflow';

import { Gate } from '../../simulator/streams/gate';
import { useSimulator } from '../simulator/useSimulator';
import { fasterPauses } from './fasterPauses';
import { idsIn, useTrigger } from './useTrigger';

const session = useSimulator();
fasterPauses();
const webSearch = { tools: { values: [{ type: 'web_search' }] } };
const conversations = '/v1/conversations';
const { activate, until, requestsTo, asked, outputIds } = useTrigger(session);
const never = () => undefined;

/** A trigger that is ended after so many events of its answer; the answer itself goes on. */
async function killedAfter(events: number, parameters: INodeParameters, onEmit?: () => void) {
	const gate = new Gate();
	session.simulator.faults.add({ method: 'POST', path: conversations, gate: gate.pass });
	const killed = await activate(parameters, { ...(onEmit && { onEmit }) });
	gate.release(events);
	await until(() => (asked().at(-1)?.eventsSent.length ?? 0) >= events);
	await sleep(50);
	await killed.deactivate();
	gate.open();
	return killed;
}

describe('a trigger after a restart of n8n', () => {
	it('asks for nothing after a restart without an answer in flight', async () => {
		const parameters = { runOn: ['schedule'] };
		const { staticData } = await activate(parameters);
		for (const mode of ['init', 'leadershipChange'] as const) {
			const { executions, failures, deactivate } = await activate(parameters, {
				mode,
				staticData,
			});
			await until(() => requestsTo('GET', /^\/v1\/conversations$/).length > 0);
			await sleep(100);
			await deactivate();
			expect(executions).toEqual([]);
			expect(failures).toEqual([]);
		}
		expect(asked()).toEqual([]);
	});

	it.each([
		['start', {}],
		['restart', {}],
		['append', {}],
	])('finishes the answer in flight after a restart: %s', async (mode) => {
		const { conversation_id: conversationId, outputs } = await session.start('Hello');
		await session.append(conversationId, 'More');
		const parameters = {
			...webSearch,
			mode,
			...(mode !== 'start' && { conversationId, fromEntryId: outputs[0]?.id }),
		};
		for (const [emit, before] of [
			['entry', 1],
			['event', 9],
			['response', 0],
		] as const) {
			const known = new Set(outputIds());
			const gate = new Gate();
			session.simulator.faults.add({ method: 'POST', path: conversations, gate: gate.pass });
			const killed = await activate({ ...parameters, emit });
			gate.release(10);
			await until(() => (session.simulator.requests.at(-1)?.eventsSent.length ?? 0) >= 10);
			await sleep(50);
			await killed.deactivate();
			gate.open();
			const requests = asked().length;
			const again = await activate(
				{ ...parameters, emit },
				{ mode: 'init', staticData: killed.staticData },
			);
			await until(() => again.executions.length > 0, 60_000);
			const items = [...killed.executions, ...again.executions].flat();
			const wanted = outputIds().filter((id) => !known.has(id));
			expect(killed.executions.flat().length).toBeGreaterThanOrEqual(mode === 'start' ? before : 0);
			if (emit === 'response') expect(items).toMatchObject([{ event: 'conversation.response' }]);
			else {
				expect([...new Set(items.flatMap(({ id }) => id ?? []))]).toEqual(wanted);
				if (emit === 'entry') expect(items).toHaveLength(wanted.length);
			}
			expect(asked()).toHaveLength(requests);
			// Nothing is in flight any more.
			const third = await activate(
				{ ...parameters, emit },
				{ mode: 'init', staticData: again.staticData },
			);
			await sleep(1500);
			expect(third.executions).toEqual([]);
			await third.deactivate();
		}
	});

	it('does not say a second time that an answer has ended', async () => {
		const gate = new Gate();
		session.simulator.faults.add({ method: 'POST', path: conversations, gate: gate.pass });
		const parameters = { ...webSearch, emit: 'event' };
		const first = await activate(parameters);
		const events = () => first.executions.flat();
		// One by one, so that the end has an execution of its own.
		while (events().at(-1)?.event !== 'conversation.response.done') {
			const count = events().length;
			gate.release(1);
			await until(() => events().length > count);
		}
		expect(first.executions.at(-1)).toHaveLength(1);
		await until(() => asked()[0]?.status === 200);
		await first.deactivate();
		const again = await activate(parameters, { mode: 'init', staticData: first.staticData });
		await until(() => requestsTo('GET', /^\/v1\/conversations$/).length > 1);
		// Nothing is looked for that could be given again.
		expect(requestsTo('GET', /history$/)).toEqual([]);
		expect(again.executions).toEqual([]);
	});

	it('finds the answer when the history shows late what was asked', async () => {
		const { conversation_id: conversationId } = await session.start('Hello');
		const before = outputIds();
		const parameters = { mode: 'append', conversationId, text: 'More' };
		session.simulator.state.settings.historyLag = { reads: 2 };
		const killed = await killedAfter(1, parameters);
		const again = await activate(parameters, { mode: 'init', staticData: killed.staticData });
		await until(() => again.executions.length > 0, 60_000);
		expect(idsIn(again.executions)).toEqual(outputIds().slice(before.length));
		expect(asked()).toHaveLength(2);
	});

	it('goes on looking for an answer of which the workflow has a part, whatever the history shows at first', async () => {
		const { conversation_id: conversationId } = await session.start('Hello');
		const before = outputIds();
		const parameters = { ...webSearch, mode: 'append', conversationId, emit: 'event' };
		// More looks than a minute holds, and then one that fails.
		session.simulator.state.settings.historyLag = { reads: 9 };
		const killed = await killedAfter(4, parameters);
		session.simulator.faults.add({ method: 'GET', path: /history$/, skip: 3, body: null });
		const again = await activate(parameters, { mode: 'init', staticData: killed.staticData });
		await until(() => again.executions.length > 0 || again.failures.length > 0, 60_000);
		expect(again.failures).toEqual([]);
		const given = new Set(idsIn([...killed.executions, ...again.executions]).filter(Boolean));
		expect([...given]).toEqual(outputIds().slice(before.length));
		expect(asked()).toHaveLength(2);
	});

	it('gives a recovered answer under a key that an outdated progress comes to as well', async () => {
		const killed = await killedAfter(10, webSearch);
		const outdated = deepCopy(killed.staticData);
		const restart = async (staticData: typeof outdated, onEmit?: () => void) => {
			const again = await activate(webSearch, {
				mode: 'init',
				staticData: deepCopy(staticData),
				...(onEmit && { onEmit }),
			});
			await until(() => again.keys.length > 0, 60_000);
			await again.deactivate();
			return again;
		};
		// The execution is cut off by the next restart, so its items must be given again.
		const crashed = await restart(outdated, never);
		const second = await restart(crashed.staticData);
		expect(second.executions).toEqual(crashed.executions);
		// An execution from before both has ended in a worker, and kept what it knew.
		const third = await restart(outdated);
		expect(new Set([crashed.keys[0], second.keys[0]]).size).toBe(2);
		expect(third.keys).toEqual(crashed.keys);
	});

	it('gives the entries after a tool that had worked long when n8n was killed', async () => {
		const parameters = {
			text: 'Run some code about Lyon, then search the web',
			tools: { values: [{ type: 'code_interpreter' }] },
		};
		session.simulator.state.settings.historyEntries = 'whole';
		session.simulator.state.settings.completedAt = 'null';
		const gate = new Gate();
		session.simulator.faults.add({ method: 'POST', path: conversations, gate: gate.pass });
		const killed = await activate(parameters);
		// The message that announces the tool is finished, the tool is at work.
		gate.release(9);
		await until(() => killed.executions.length > 0);
		await killed.deactivate();
		const again = await activate(parameters, { mode: 'init', staticData: killed.staticData });
		const looks = () => requestsTo('GET', /history$/).length;
		await until(() => looks() > 5);
		expect(again.executions).toEqual([]);
		gate.open();
		await until(() => again.executions.length > 0, 60_000);
		expect(idsIn([...killed.executions, ...again.executions])).toEqual(outputIds());
		expect(outputIds().length).toBeGreaterThan(2);
	});

	it('looks for an answer longer than a minute, and skips its times meanwhile', async () => {
		const gate = new Gate();
		session.simulator.faults.add({ method: 'POST', path: conversations, gate: gate.pass });
		const schedule = {
			runOn: ['activation', 'schedule'],
			scheduleType: 'cron',
			cronExpression: '0 7 * * *',
		};
		const parameters = { ...webSearch, ...schedule };
		const killed = await activate(parameters);
		gate.release(3);
		await until(() => (asked()[0]?.eventsSent.length ?? 0) >= 3, 4000);
		await killed.deactivate();
		const again = await activate(parameters, { mode: 'init', staticData: killed.staticData });
		// Pauses pass a hundred times faster here, so these looks take some minutes.
		const looks = () => requestsTo('GET', /history$/).length;
		await until(() => looks() >= 7, 15_000);
		again.tick();
		expect(again.log).toEqual([expect.stringContaining('skips a time of its schedule')]);
		gate.open();
		await until(() => again.executions.length > 0, 60_000);
		expect(again.failures).toEqual([]);
		const [conversation] = session.simulator.state.conversations.values();
		expect(idsIn(again.executions.slice(0, 1))).toEqual(
			conversation?.entries.filter(({ type }) => type !== 'message.input').map(({ id }) => id),
		);
	});
});
