import { type IDataObject, jsonParse } from 'n8n-workflow';

import type { Api } from '../transport/api';
import type { Entry } from '../transport/entities';
import { isObject } from '../transport/shape';
import { textOfEntry } from './content';
import { isInput, placeOf, type Sought } from './inputsInHistory';

/** Seconds to wait before each look at the history; the last one again and again. */
const waits = [1, 2, 4, 8, 16, 30];

/**
 * How long an answer must stay as it is to be whole, in ms. Nothing in a history says that an answer is
 * over: `completed_at` may be null for ever, and a message may be followed by a tool of which the history
 * tells only when it has ended. Tools work for tens of seconds.
 */
const longestTool = 120_000;

/** The same after a call or a handoff, which end an answer: others may come beside it, in ms. */
const longestPause = 10_000;

/** How long nothing may change before an answer is given up, in ms: Mistral ends streams idle for so long. */
const longestSilence = 600_000;

/** How far the clocks of Mistral's servers may differ from each other, in ms; n8n's own is not looked at. */
const clocksDiffer = 2000;

/**
 * Finds the answer of a stream that was cut in the history of its conversation, where the API goes on
 * writing it. It is taken when it cannot be older than the request, holds all that was seen of it and has
 * not changed for longer than a tool works. Mistral answers one request to a conversation at a time.
 *
 * @param readHistory the entries of the conversation, undefined when they could not be read
 * @returns the entries of the answer, undefined when it cannot be told from others or did not change for
 * ten minutes without being whole
 */
export async function reconcile(
	api: Pick<Api, 'pause'>,
	readHistory: () => Promise<Entry[] | undefined>,
	sought: Sought,
): Promise<Entry[] | undefined> {
	if (!canBeTold(sought)) return undefined;
	let latest: string | undefined;
	let unchanged = 0;
	for (let look = 0; unchanged < longestSilence; look++) {
		const ms = (waits[look] ?? 30) * 1000;
		await api.pause(ms);
		unchanged += ms;
		const history = await readHistory();
		if (!history) continue;
		const answer = answerIn(history, sought);
		const found = JSON.stringify(answer);
		if (found !== latest) unchanged = 0;
		latest = found;
		if (answer && unchanged >= quietFor(answer) && isWhole(answer, history, sought)) {
			return answer;
		}
	}
	return undefined;
}

const quietFor = (answer: Entry[]) =>
	answer.at(-1)?.type === 'message.output' ? longestTool : longestPause;

/** Whether anything could prove an answer to be the one to this request. */
const canBeTold = ({ body, seen, lastBefore, startedAt }: Sought) =>
	seen.every(({ id }) => id !== undefined) &&
	(seen.length > 0 || lastBefore !== undefined || hasResults(body) || hasTime(startedAt));

/** The entries after our input, undefined while they are not there or may be those of an older one. */
function answerIn(history: Entry[], sought: Sought): Entry[] | undefined {
	const begin = placeOf(sought, history);
	if (begin === undefined) return undefined;
	const end = history.findIndex((entry, place) => place >= begin && isInput(entry));
	const answer = history.slice(begin, end < 0 ? undefined : end);
	// After another input of somebody else it cannot be told what is an answer to which.
	if (end >= 0 && !isResultIn(history[end], answer)) return undefined;
	return isNew(answer, begin, history, sought) ? answer : undefined;
}

/** Whether it is the result of a call of the answer: that has ended then, and somebody has gone on from it. */
const isResultIn = (entry: Entry | undefined, answer: Entry[]): boolean =>
	entry?.type === 'function.result' &&
	answer.some((one) => one.type === 'function.call' && one.tool_call_id === entry.tool_call_id);

/** Whether nothing of an answer existed before the request was sent. */
function isNew(answer: Entry[], begin: number, history: Entry[], sought: Sought): boolean {
	const { body, seen, lastBefore, startedAt } = sought;
	if (lastBefore === null) return true;
	if (lastBefore !== undefined) {
		const known = history.findIndex(({ id }) => id === lastBefore);
		if (known >= 0) return known < begin;
	}
	// No call gets its result twice, and the stream began after the request.
	if (hasResults(body) || answer.some(({ id }) => seen.some((entry) => entry.id === id)))
		return true;
	// The same may have been said before. An older answer had ended when this one began; a newer one
	// goes on after that. Each time is one of Mistral's, but of which server is not known.
	const start = timeOf(startedAt);
	const latest = answer.flatMap((entry) => [timeOf(entry.created_at), timeOf(entry.completed_at)]);
	return (
		timeOf(history[begin - 1]?.created_at) >= start - clocksDiffer &&
		latest.some((time) => time > start + clocksDiffer)
	);
}

const hasResults = ({ inputs }: IDataObject) =>
	[inputs].flat().some((input) => (input as Entry | undefined)?.type === 'function.result');

/** In ms; NaN, which no comparison is true for, when there is no date or its zone is not told. */
const timeOf = (date: unknown) =>
	typeof date === 'string' && /(Z|[+-]\d\d:?\d\d)$/.test(date) ? Date.parse(date) : NaN;

const hasTime = (date: unknown) => !Number.isNaN(timeOf(date));

function isWhole(answer: Entry[], history: Entry[], { body, seen }: Sought): boolean {
	const ends = ['message.output', 'function.call'];
	// Of a handoff that the client carries out nothing follows.
	if (body.handoff_execution === 'client') ends.push('agent.handoff');
	if (!ends.includes(answer.at(-1)?.type ?? '')) return false;
	if (answer.some((entry) => isHalf(entry, history))) return false;
	const byId = new Map(answer.map((entry) => [entry.id, entry]));
	return seen.every((part) => {
		const entry = byId.get(part.id);
		return entry !== undefined && beginsWith(entry, part);
	});
}

/**
 * Whether an entry is only begun, as one of an answer that Mistral itself has lost stays for ever. Arguments
 * that a model wrote badly look like half ones: no tool may run with what may be half.
 */
function isHalf({ type, arguments: args, completed_at: completed }: Entry, history: Entry[]) {
	if (type === 'function.call') {
		return typeof args === 'string' && !isObject(jsonParse(args, { fallbackValue: null }));
	}
	return type === 'message.output' && !completed && history.some((one) => one.completed_at);
}

/** Whether an entry goes on from what was seen of it. */
function beginsWith(entry: Entry, part: Entry): boolean {
	const { arguments: seen } = part;
	const { arguments: found } = entry;
	return (
		textOfEntry(entry).startsWith(textOfEntry(part)) &&
		(typeof seen !== 'string' || typeof found !== 'string' || found.startsWith(seen))
	);
}
