import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { useInterruptedTrigger } from './interruptedTrigger';
import { itemsIn, type Run } from './triggered';

describe('Mistral Trigger when n8n is killed', () => {
	const trigger = useInterruptedTrigger();

	it('repeats only the execution that was under way', async () => {
		const wait = { type: 'n8n-nodes-base.wait', parameters: { amount: 4, unit: 'seconds' } };
		await trigger.activate({}, wait);
		trigger.gate.release(12);
		await trigger.untilRuns(([run]) => run?.status === 'running');
		trigger.gate.release(12);
		// The first entry is done with, the second one is not.
		await trigger.untilRuns(([one, two]) => one?.status === 'success' && two?.status === 'running');
		await trigger.kill();
		await trigger.startAgain();
		const succeeded = (runs: Run[]) => runs.filter(({ status }) => status === 'success');
		const runs = await trigger.untilRuns((found) => itemsIn(succeeded(found)).length >= 3);
		await trigger.expectEachOnce(succeeded(runs));
		expect(runs.map(({ status }) => status)).toContain('crashed');
	});

	it('gives all entries when no execution had begun', async () => {
		await trigger.activate();
		await trigger.untilBegun();
		await trigger.kill();
		await trigger.startAgain();
		await trigger.untilGiven(3);
		await trigger.expectEachOnce();
	});

	it('finds the answer in a conversation that it goes on with', async () => {
		const { state } = trigger.simulator;
		const { id } = state.add(state.newConversation());
		await trigger.activate({ mode: 'append', conversationId: id, text: 'Tell me about the sea' });
		await trigger.untilBegun();
		await trigger.kill();
		await trigger.startAgain();
		await trigger.untilGiven(1);
		await sleep(3000);
		await trigger.expectEachOnce();
	});
});
