import type { Api } from '../transport/api';
import type { Entry } from '../transport/entities';
import { textOfEntry } from './content';

/** Seconds to wait before each look at the history. */
const waits = [1, 2, 4, 8, 15, 30];

/**
 * Finds the answer of a stream that was cut in the history of its conversation, where the API goes on
 * writing it. It is taken when it is whole, holds all that was seen of it and two looks found it equal:
 * finished entries may have no `completed_at`.
 *
 * @param readHistory the entries of the conversation, undefined when they could not be read
 * @param inputs what was sent: an older answer in the history is not taken for the one to it
 * @param seen entries that the stream had brought
 * @returns the entries of the answer, undefined when it did not turn up within a minute
 */
export async function reconcile(
	api: Pick<Api, 'pause'>,
	readHistory: () => Promise<Entry[] | undefined>,
	inputs: unknown,
	seen: Entry[],
): Promise<Entry[] | undefined> {
	let before: string | undefined;
	for (const seconds of waits) {
		await api.pause(seconds * 1000);
		const answer = answerTo(inputs, (await readHistory()) ?? []);
		const found = isWhole(answer, seen) ? JSON.stringify(answer) : undefined;
		if (found !== undefined && found === before) return answer;
		before = found;
	}
	return undefined;
}

/** The entries after our input, none while it is not in the history itself. */
function answerTo(inputs: unknown, history: Entry[]): Entry[] {
	const index = history.findLastIndex(isInput);
	const input = history[index];
	return input && hasInput(inputs, [input]) ? history.slice(index + 1) : [];
}

/** Whether the history holds what was sent; texts alone can be told from others. */
export const hasInput = (inputs: unknown, history: Entry[]): boolean =>
	history.some((entry) => isInput(entry) && isSame([inputs].flat().at(-1), entry));

const isInput = ({ type }: Entry) => type === 'message.input' || type === 'function.result';

/** The API may write other content than text in another form. */
function isSame(sent: unknown, entry: Entry): boolean {
	const said = saidIn(sent);
	return typeof said !== 'string' || said === saidIn(entry);
}

function saidIn(input: unknown): unknown {
	if (typeof input === 'string') return input;
	const { content, result } = (input ?? {}) as { content?: unknown; result?: unknown };
	return content ?? result;
}

function isWhole(answer: Entry[], seen: Entry[]): boolean {
	const last = answer.at(-1)?.type;
	if (last !== 'message.output' && last !== 'function.call') return false;
	const textById = new Map(answer.map((entry) => [entry.id, textOfEntry(entry)]));
	return seen.every((entry) => textById.get(entry.id)?.startsWith(textOfEntry(entry)));
}
