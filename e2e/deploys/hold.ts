import type { Surroundings } from '../../scripts/n8n/examples/surroundings';
import { poll } from '../../scripts/n8n/process/poll';
import type { Fault } from '../../simulator/faults';
import { Gate } from '../../simulator/streams/gate';

const conversations = '/v1/conversations';
const anHour = 3_600_000;

/** Where an example is stopped: at a request whose answer does not come before n8n has ended. */
export interface Hold {
	fault: Fault;
	/** How many events of its answer come before. */
	events: number;
}

const gates: Gate[] = [];

/** All answers that are held go on. */
export const openGates = () => gates.forEach((gate) => gate.open());

/** @param skip how many answers are spared first */
export function answer(events = 0, skip = 0): Hold {
	const gate = new Gate();
	gate.release(events);
	gates.push(gate);
	return { events, fault: { method: 'POST', path: conversations, gate: gate.pass, skip } };
}

export const request = (method: string, path: RegExp, skip = 0): Hold => ({
	events: 0,
	fault: { method, path, skip, latency: anHour },
});

/** Begins something, and resolves when it waits there. */
export async function until(
	{ simulator: { faults, requests } }: Surroundings,
	{ fault, events }: Hold,
	begin: () => Promise<unknown>,
): Promise<void> {
	const { method, path = '', skip = 0 } = fault;
	const before = requests.length;
	faults.add(fault);
	// Who calls n8n sees the connection end.
	begin().catch(() => undefined);
	const ask = async () => {
		const suiting = requests
			.slice(before)
			.filter((one) => one.method === method && one.path.match(path));
		const held = suiting[skip];
		return await Promise.resolve(held && held.eventsSent.length >= events ? held : undefined);
	};
	await poll(ask, {
		failure: `The API was not asked for ${method} ${String(path)} number ${skip + 1}`,
		timeout: 30_000,
	});
}
