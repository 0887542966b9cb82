import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, it } from '@jest/globals';

import { readEvents } from '../../nodes/shared/streaming/read';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const bytes = new TextEncoder().encode('data: {"type":"conversation.response.done"}\n\n');

/** Reads a stream to its end, and gives what no longer needs to be in memory then. */
async function readToTheEnd(idleTimeout: number) {
	const answer = { events: [] as unknown[] };
	const body = {
		async *[Symbol.asyncIterator]() {
			yield bytes;
		},
		close: () => undefined,
	};
	await readEvents(body, idleTimeout, async (events) => {
		answer.events.push(...events);
		return true;
	});
	expect(answer.events).toHaveLength(1);
	return [new WeakRef<object>(body), new WeakRef<object>(answer)];
}

it('an answer that has ended is out of memory, however long its stream might have been silent', async () => {
	const references = await readToTheEnd(600_000);
	// What a WeakRef was made of stays until the end of the turn.
	await new Promise((resolve) => setImmediate(resolve));
	collectGarbage();
	expect(references.map((reference) => reference.deref())).toEqual([undefined, undefined]);
});
