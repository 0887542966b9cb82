import type { IDataObject } from 'n8n-workflow';

/**
 * What finds the answer in flight again when n8n is restarted, and what of it the workflow has been
 * given. It travels with the items to the execution and is kept, in the node's static data, when that
 * has ended: so nothing is lost when n8n is killed, and only an execution that was cut off is repeated.
 */
export interface Progress extends IDataObject {
	/** Grows with each execution, restart and activation: a lower one is older. */
	number: number;
	/** How many restarts the answer has seen. */
	restarts: number;
	/** Marks the conversation that the answer is in, where the answer begins one. */
	token: string;
	/** The last entry before the answer, where a conversation goes on. */
	after?: string;
	given: Array<[string, number]>;
}

/** Where the next answer begins. */
export type Start = Pick<Progress, 'token' | 'after'>;

/**
 * The state of an activated trigger:
 *
 *     idle ────── asked ─────▶ under way ──┐
 *                                          ├─ answered or failed ─▶ ending ─ ended ─▶ idle
 *     (restart) restarted ──▶ recovering ──┘
 *
 * `under way`: an answer is being given. `recovering`: one from before a restart is looked for in the
 * history. `ending`: its last items wait for executions. A transition that does not begin in a state leaves
 * that as it is. `handedOver` may come in any but `idle`.
 */
export interface State {
	name: 'idle' | 'under way' | 'recovering' | 'ending';
	/** What is known after a restart. */
	progress: Progress;
	/** What the next execution carries. */
	next: Progress;
	/** Names the execution that gives a recovered answer: n8n makes no two of one key. */
	key?: string;
}

const idle = (progress: Progress): State => ({ name: 'idle', progress, next: progress });

const isBusy = ({ name }: State) => name === 'under way' || name === 'recovering';

/** A user has activated the trigger; it may have been active before. */
export const activated = (before: Progress | undefined, start: Start): State =>
	idle({ number: (before?.number ?? 0) + 1, restarts: 0, ...start, given: [] });

/**
 * n8n was started anew. An execution that lives on in a worker may write its own progress over this one
 * when it ends. The restart after that comes to the same key, and n8n makes no second execution of it.
 */
export function restarted(before: Progress): State {
	const restarts = before.restarts + 1;
	const progress = { ...before, number: before.number + 1, restarts };
	return { name: 'recovering', progress, next: progress, key: `${before.token}/${restarts}` };
}

/** An answer is asked for. */
export const asked = (state: State): State =>
	state.name === 'idle'
		? { ...state, name: 'under way', next: { ...state.progress, given: [] } }
		: state;

/** The answer is whole; the next one begins after it. */
export const answered = (state: State, start: Start): State =>
	isBusy(state)
		? { ...state, name: 'ending', next: { ...state.next, restarts: 0, ...start, given: [] } }
		: state;

/** There was no answer, or it will not become whole: the workflow has `given` of it in the end. */
export const failed = (state: State, given: Progress['given']): State =>
	isBusy(state) ? { ...state, name: 'ending', next: { ...state.next, given } } : state;

/**
 * An execution takes all items that wait.
 *
 * @param given what the workflow has of the answer with these items
 */
export function handedOver(state: State, given: Progress['given']): State {
	if (state.name === 'idle') return state;
	const number = state.next.number + 1;
	const progress = { ...state.next, number, ...(isBusy(state) && { given }) };
	return { ...state, progress, next: progress };
}

/** All executions of the answer have ended, or the trigger was deactivated. */
export const ended = (state: State): State =>
	state.name === 'ending' ? idle(state.progress) : state;

/** What is kept when an execution ends: never what is older than that which is there. */
export const latest = (kept: Progress | undefined, carried: Progress): Progress =>
	kept && kept.number >= carried.number ? kept : carried;
