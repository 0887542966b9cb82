import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import { ask, type Asking, type Question } from './ask';
import {
	callsNamedIn,
	cancelledResults,
	denials,
	isPending,
	type OnOpenCalls,
	withCancelled,
} from './openCalls';
import { isForOpenCalls, namingOpenCalls, openCallsInHistory } from './openCallsInHistory';
import { type Appended, appendRequest } from './requests';
import { openCalls } from './rounds';
import type { FunctionCall } from './toolResults';

/** An append, and what is to be done when the conversation waits for results. */
interface GoingOn {
	conversationId: string;
	request: ApiRequest;
	onOpenCalls: OnOpenCalls;
}

/**
 * Appends to a conversation. Function calls that a run before has left open are ended first, if that is
 * wanted: the API has refused the message then, so that it is not said twice.
 */
export const goingOn =
	(api: Api, { conversationId, request, onOpenCalls }: GoingOn): Question =>
	async (asking) => {
		const [first] = await Promise.allSettled([ask(api, request, asking)]);
		if (first.status === 'fulfilled') return first.value;
		const error = first.reason as Error;
		if (!isForOpenCalls(error)) throw error;
		if (onOpenCalls !== 'cancel') {
			throw await namingOpenCalls(api, conversationId, request, error);
		}
		const { inputs, stream } = request.body as SentAppend;
		const left = new OpenCalls(api, conversationId, stream, asking);
		const calls = await left.read(callsNamedIn(error.message));
		if (calls.length === 0) throw error;
		const body = { ...request.body, inputs: withCancelled(inputs, await left.deny(calls)) };
		return await ask(api, { ...request, body }, asking);
	};

interface SentAppend extends IDataObject {
	inputs: string | IDataObject[];
	stream?: boolean;
}

/** A model may answer a denial by another call that wants a yes; some time is the last one. */
const mostDenials = 5;

/** Ends the calls that a conversation waits for. */
class OpenCalls {
	constructor(
		private readonly api: Api,
		private readonly conversationId: string,
		private readonly stream: boolean | undefined,
		private readonly asking: Asking,
	) {}

	/**
	 * The open calls of the history, once it shows those that the API has named.
	 *
	 * @returns those that it does not show, too: all that is known of them is that they are open
	 */
	async read(named: string[]): Promise<FunctionCall[]> {
		const open = await openCallsInHistory(
			this.api,
			this.conversationId,
			(shown) => shown.length > 0 && unseen(named, shown).length === 0,
		);
		const rest = unseen(named, open).map((id) => ({ tool_call_id: id, name: '' }));
		return [...open, ...rest];
	}

	/**
	 * Denies calls that wait for a yes: in a request of their own, as the API takes no message with it. What
	 * the model says to that is in the history.
	 *
	 * @returns the calls that wait for results then
	 */
	async deny(calls: FunctionCall[]): Promise<FunctionCall[]> {
		let open = calls;
		for (let round = 0; round < mostDenials && open.some(isPending); round++) {
			open = await this.denyOnce(open);
		}
		return open;
	}

	private async denyOnce(open: FunctionCall[]): Promise<FunctionCall[]> {
		const pending = open.filter(isPending);
		const others = open.filter((call) => !isPending(call));
		const [denied] = await Promise.allSettled([
			this.append({ toolConfirmations: denials(pending) }),
		]);
		if (denied.status === 'fulfilled') return [...others, ...denied.value];
		// Which of both kinds is to be ended first is not documented.
		const error = denied.reason as Error;
		if (others.length === 0 || !isForOpenCalls(error)) throw error;
		return [...pending, ...(await this.append({ inputs: cancelledResults(others) }))];
	}

	/** @returns the calls that the model makes in its answer */
	private async append(appended: Appended): Promise<FunctionCall[]> {
		const request = appendRequest(this.conversationId, appended, { stream: this.stream });
		const { outputs } = await ask(this.api, request, { idleTimeout: this.asking.idleTimeout });
		return openCalls(outputs);
	}
}

const unseen = (ids: string[], calls: FunctionCall[]) =>
	ids.filter((id) => !calls.some((call) => call.tool_call_id === id));
