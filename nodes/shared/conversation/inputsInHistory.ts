import type { IDataObject } from 'n8n-workflow';

import type { Entry } from '../transport/entities';
import { chunksOf, textOf } from './content';

/** What is known of an answer that is to be found in the history of its conversation. */
export interface Sought {
	/** The body of the request. */
	body: IDataObject;
	/** Entries that the stream had brought. */
	seen: Entry[];
	/**
	 * Id of an entry that was there before the request was sent, while all after it was not; null in a
	 * conversation that the request has begun. Undefined when nothing of the kind is known.
	 */
	lastBefore?: string | null;
	/** When the API began to answer, by its own clock, as an ISO date. */
	startedAt?: unknown;
}

/** An entry that somebody sent, not the model. */
export const isInput = ({ type }: Entry) => type === 'message.input' || type === 'function.result';

/** Whether the history holds what was sent. */
export const hasInput = (inputs: unknown, history: Entry[]): boolean =>
	afterInputs(entriesOf(inputs), history) !== undefined;

/** Where in the history the answer begins, undefined when it is not there or that cannot be told. */
export function placeOf(
	{ body, seen, lastBefore }: Pick<Sought, 'body' | 'seen' | 'lastBefore'>,
	history: Entry[],
): number | undefined {
	const sent = entriesOf(body.inputs);
	const first = history.findIndex(({ id }) => seen.some((entry) => entry.id === id));
	if (sent.length === 0) return afterNothing(first, lastBefore, history);
	if (first < 0) return seen.length > 0 ? undefined : afterInputs(sent, history);
	// What the stream brought stands after our inputs, whatever the API has made of these.
	const ours = sent.findLastIndex(isInput);
	const last = history.slice(0, first).findLastIndex(isInput);
	const begin = last + sent.length - ours;
	return ours >= 0 && last >= 0 && begin <= first ? begin : undefined;
}

/** Confirmations leave no entry: the answer follows calls and results, if nothing else is in between. */
function afterNothing(
	first: number,
	lastBefore: string | null | undefined,
	history: Entry[],
): number | undefined {
	const known = history.findIndex(({ id }) => id !== undefined && id === lastBefore);
	if (known >= 0) return known + 1;
	const before = history[first - 1]?.type ?? '';
	return ['function.call', 'function.result'].includes(before) ? first : undefined;
}

/** The place after the latest entries that are what was sent. */
function afterInputs(sent: Entry[], history: Entry[]): number | undefined {
	for (let place = history.length - sent.length; sent.length > 0 && place >= 0; place--) {
		if (sent.every((entry, index) => isSame(entry, history[place + index]))) {
			return place + sent.length;
		}
	}
	return undefined;
}

/** The vendor's `ConversationInputs` as entries; what names no type is a message. */
const entriesOf = (inputs: unknown): Entry[] =>
	[inputs ?? []].flat().map((input) => ({
		type: 'message.input',
		...(typeof input === 'string' ? { content: input } : (input as Partial<Entry>)),
	}));

/** The API may write content in another form, so texts and the kinds of other chunks are compared. */
const isSame = (sent: Entry, entry?: Entry): boolean =>
	entry?.type === sent.type &&
	entry.tool_call_id === sent.tool_call_id &&
	saidIn(entry) === saidIn(sent);

function saidIn({ content }: Entry): string {
	const chunks = chunksOf(content);
	const others = chunks.map(({ type }) => type).filter((type) => type !== 'text');
	return JSON.stringify([textOf(chunks), others]);
}
