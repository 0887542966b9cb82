import { describe, expect, it } from '@jest/globals';

import { poll } from '../../scripts/n8n/process/poll';
import { conversations, counting, saidOf, send, world } from './world';

describe('sessions through two workers', () => {
	const sessions = Array.from({ length: 20 }, (_, index) => `session ${index}`);
	const texts = ['One', 'Two', 'Three', 'Four'];

	it('keep the order of callers who wait for their answers', async () => {
		const messages = counting();
		const chat = async (session: string) => {
			for (const text of texts) {
				const { status, item } = await send(session, text);
				expect([status, item.session]).toEqual([200, text === 'One' ? 'started' : 'continued']);
			}
		};
		await Promise.all(sessions.map(chat));
		for (const session of sessions) expect(saidOf(session)).toEqual([texts]);
		expect(messages()).toHaveLength(sessions.length * texts.length);
		for (const { begun } of world.queue.workers) expect(begun.length).toBeGreaterThan(10);
	});

	// n8n puts no execution behind another one: those that run at the same time come in any order.
	it('lose and double nothing when all messages come at once', async () => {
		const messages = counting();
		const more = ['Five', 'Six', 'Seven'];
		const sent = sessions.flatMap((session) => more.map((text) => send(session, text)));
		const statuses = (await Promise.all(sent)).map(({ status }) => status);
		expect(statuses).toEqual(sent.map(() => 200));
		for (const session of sessions) {
			const [said = [], ...others] = saidOf(session);
			expect([said.slice(0, texts.length), others]).toEqual([texts, []]);
			expect(said.slice(texts.length).sort()).toEqual([...more].sort());
		}
		expect(messages()).toHaveLength(sent.length);
	});

	// Mistral knows no "start unless there is one". README says so.
	it('begin twice when two executions send the first message, and go on in the older one', async () => {
		const messages = counting();
		// The second one looks before the first one has begun.
		world.simulator.faults.add({ method: 'POST', path: conversations, latency: 3000 });
		const first = send('twice', 'First');
		await poll(() => Promise.resolve(messages()[0]), { failure: 'Nothing', timeout: 10_000 });
		await Promise.all([first, send('twice', 'Second')]);
		await send('twice', 'Third');
		expect(saidOf('twice')).toEqual([['Second', 'Third'], ['First']]);
		expect(messages()).toHaveLength(3);
	});
});
