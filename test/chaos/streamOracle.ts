import type { IDataObject, INodeParameters, StructuredChunk } from 'n8n-workflow';

import type { Entry } from '../../simulator/schemas/entries';
import { startSimulator, type Simulator } from '../../simulator/server';
import { credentialFor, runConversations } from '../engine/workflow';
import { promised } from './campaign';
import { failureIn, soundsLikeAMachine } from './outcomes';
import { real } from './quickClock';
import { faultsOf, isToBeHad, settingsOf, type StreamCase, strangerIn } from './streamCase';
import { answered, type Dialogue, dialogueOf, type Sent } from './dialogue';

/** Runs the case, and the same request at a second simulator that nothing befalls: that one is right. */
export async function checkStream(one: StreamCase): Promise<void> {
	const simulator = await startSimulator({ wordDelay: real(one.wordDelay) });
	const twin = await startSimulator();
	try {
		const dialogue = await dialogueOf(simulator, one);
		await dialogueOf(twin, one);
		Object.assign(simulator.state.settings, settingsOf(one.history));
		for (const fault of faultsOf(one)) simulator.faults.add(fault);
		const before = simulator.requests.length;
		const chunks: StructuredChunk[] = [];
		const run = await runConversations(credentialFor(simulator), parametersOf(one, dialogue), {
			...(one.continueOnFail && { onError: 'continueRegularOutput' }),
			...(one.hasCaller && { onChunk: (chunk) => void chunks.push(chunk) }),
		});
		const posts = simulator.requests.slice(before).filter(({ method }) => method === 'POST');
		const last = posts.at(-1);
		twin.faults.add({ interleave: one.form.interleave, ...strangerIn(one.stranger) });
		const wanted = await answered(twin, last?.path ?? '', last?.body);
		judge(one, {
			known: dialogue.known,
			posts: posts.length,
			made: inputsIn(simulator, dialogue) - dialogue.inputs,
			sent: last?.eventsSent.length ?? 0,
			wanted,
			item: run.outputs[0]?.[0],
			items: run.outputs[0]?.length ?? 0,
			failure: failureIn(run),
			said: chunks.flatMap(({ type, content = '' }) => (type === 'item' ? [content] : [])).join(''),
		});
	} finally {
		await Promise.all([simulator.close(), twin.close()]);
	}
}

interface Seen {
	/** Ids of what was there before. */
	known: string[];
	/** How often the request was sent, and how often it was carried out. */
	posts: number;
	made: number;
	/** Events that left the simulator. */
	sent: number;
	wanted: Sent;
	item?: IDataObject;
	items: number;
	failure?: IDataObject;
	/** What the caller got. */
	said: string;
}

function judge(one: StreamCase, seen: Seen): void {
	const { wanted, item, failure, posts, sent, said } = seen;
	const details = () => ({ ...seen, wanted: { ...wanted, events: wanted.events.length } });
	const refused = Math.min(one.refusals, posts);
	promised(posts - refused <= 1, 'What may have been carried out is not sent again', details);
	promised(seen.made <= 1, 'A request is carried out once', details);
	const text = textOf(wanted.outputs);
	promised(
		text.startsWith(said),
		'The caller gets the text of the answer, and nothing twice',
		details,
	);

	if (failure) {
		promised(!soundsLikeAMachine(failure), 'An error speaks to people', details);
		promised(!mustSucceed(one, seen), 'An answer that is to be had is given', details);
		const { told, sure } = arrived(one, sent);
		if (known(one, wanted, sure) === 0) return;
		const { conversationId } = failure;
		promised(conversationId === wanted.conversationId, 'An error names the conversation', details);
		const partialText = String(failure.partialText ?? '');
		const mayHaveArrived = Array.from({ length: told - sure + 1 }, (_, more) =>
			partOf(wanted.events.slice(0, sure + more)),
		);
		promised(mayHaveArrived.includes(partialText), 'An error carries what arrived', details);
		return;
	}
	promised(seen.items === 1 && item !== undefined, 'There is one item', details);
	if (looksWhole(one)) return;
	promised(!one.hasCaller || said === text, 'The caller gets all that the item holds', details);
	if (one.simplify) {
		const calls = (item.functionCalls ?? []) as IDataObject[];
		const ids = calls.map(({ toolCallId }) => toolCallId);
		// The item's text has no line breaks at its end.
		const isSame = item.text === text.trimEnd() && String(ids) === String(callsIn(wanted.outputs));
		promised(isSame, 'The item holds the whole answer to this request', details);
		return;
	}
	const outputs = item.outputs as Entry[];
	const ids = outputs.map(({ id }) => id);
	const isOld = ids.some((id) => seen.known.includes(id));
	promised(!isOld, 'No older answer is taken for the new one', details);
	const isWhole = wanted.outputs.every(({ id }) => ids.includes(id));
	promised(isWhole, 'No half answer is taken for the whole', details);
	const isSame = JSON.stringify(timeless(outputs)) === JSON.stringify(timeless(wanted.outputs));
	promised(isSame, 'The item holds the answer as the API gave it', details);
}

/** Whether nobody could say that the answer was not to be had. */
function mustSucceed(one: StreamCase, { posts, sent, wanted }: Seen): boolean {
	if (posts <= one.refusals) return false;
	// An event is over with the blank line behind it.
	const isOpen = one.end && (one.form.noFinalBlankLine || one.form.lineEnd === '\r');
	const isWhole = sent >= wanted.events.length && !isOpen;
	if (one.end?.how === 'errorAfter' || sent === 0) return false;
	const isBroken = typeof one.stranger?.event === 'string';
	if (!isBroken && (!one.end || isWhole)) return true;
	const count = known(one, wanted, arrived(one, sent).sure);
	// Without anything of the answer it may be an older one for all that a client can tell.
	const isBlind = count === 0 || (count === 1 && ['append', 'again'].includes(one.said));
	return !isBlind && isToBeHad(one.end, one.history);
}

/**
 * Whether the service gave the answer up half-way, and its history shows the half for good without a word
 * on that: nobody can tell it from a whole one. README says so.
 */
const looksWhole = ({ end, history }: StreamCase): boolean =>
	end?.then === 'lost' && history.entries === 'growing' && history.completedAt === 'null';

/** How many of the first events are the API's own. */
const known = ({ stranger }: StreamCase, { events }: Sent, first: number): number =>
	stranger && stranger.after < first && events.length > stranger.after ? first - 1 : first;

/** How many events are the most that have arrived, and how many have for certain: strangers may end it. */
function arrived({ end, form, stranger }: StreamCase, sent: number) {
	const told = end?.how === 'errorAfter' ? Math.min(sent, end.events) : sent;
	const isBroken = typeof stranger?.event === 'string';
	// A carriage return may be half of a line's end, so the event before it is read with what follows.
	const read = form.lineEnd === '\r' && end ? told - 1 : told;
	return { told, sure: Math.max(0, isBroken ? Math.min(read, stranger.after) : read) };
}

function parametersOf(
	one: StreamCase,
	{ conversationId, text, results, tools }: Dialogue,
): INodeParameters {
	const options = {
		...(one.end?.how === 'stallAfter' && { idleTimeout: 60_000 }),
		// What is told of files depends on whether their download comes through.
		downloadFiles: false,
	};
	const shared = { stream: true, simplify: one.simplify, options };
	if (conversationId === undefined) return { operation: 'start', text, tools, ...shared };
	const inputs = results
		? { inputType: 'json', inputs: JSON.stringify(results) }
		: { inputType: 'text', text };
	const locator = { __rl: true, mode: 'id', value: conversationId };
	return { operation: 'append', conversationId: locator, ...inputs, ...shared };
}

const inputsIn = ({ state }: Simulator, { text }: Dialogue): number =>
	[...state.conversations.values()]
		.flatMap(({ entries }) => entries)
		.filter(
			(entry) =>
				entry.type === 'function.result' ||
				(entry.type === 'message.input' && entry.content === text),
		).length;

const textOfContent = (content: unknown): string => {
	if (typeof content === 'string') return content;
	const chunks = [content].flat() as Array<{ type?: string; text?: string } | undefined>;
	return chunks.map((chunk) => (chunk?.type === 'text' ? chunk.text : '')).join('');
};

/** Texts of a message as they are, messages parted by a blank line. */
const textOf = (outputs: Entry[]): string =>
	outputs
		.flatMap((entry) => (entry.type === 'message.output' ? [textOfContent(entry.content)] : []))
		.join('\n\n');

/** The same of the events that have come. */
function partOf(events: unknown[]): string {
	const texts = new Map<unknown, string>();
	for (const event of events) {
		const { type, id, content } = (event ?? {}) as IDataObject;
		if (type !== 'message.output.delta') continue;
		texts.set(id, (texts.get(id) ?? '') + textOfContent(content));
	}
	return [...texts.values()].filter(Boolean).join('\n\n');
}

const callsIn = (outputs: Entry[]): string[] =>
	outputs.flatMap((entry) => (entry.type === 'function.call' ? [entry.tool_call_id] : []));

/** Without what events do not carry, and in one order. */
function timeless(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(timeless);
	if (value === null || typeof value !== 'object') return value;
	const fields = Object.entries(value)
		.filter(([name]) => !['created_at', 'completed_at', 'object'].includes(name))
		.sort(([one], [other]) => one.localeCompare(other));
	return Object.fromEntries(fields.map(([name, field]) => [name, timeless(field)]));
}
