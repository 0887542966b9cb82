import { setTimeout as sleep } from 'node:timers/promises';

import { describe, it } from '@jest/globals';

import { useInterruptedTrigger } from './interruptedTrigger';

describe('Mistral Trigger when n8n is started again', () => {
	const trigger = useInterruptedTrigger();

	it('gives each entry once after a stop in the middle of an answer', async () => {
		await trigger.activate();
		trigger.gate.release(24);
		await trigger.untilGiven(2);
		await trigger.stop();
		await trigger.startAgain();
		await trigger.untilGiven(3);
		// Nothing is in flight any more.
		await trigger.stop();
		await trigger.startAgain();
		await sleep(8000);
		await trigger.expectEachOnce();
	});

	it('gives each entry once after a kill between two executions', async () => {
		await trigger.activate();
		trigger.gate.release(12);
		await trigger.untilRuns(([run]) => run?.status === 'success');
		await trigger.kill();
		await trigger.startAgain();
		await trigger.untilGiven(3);
		await trigger.expectEachOnce();
	});
});
