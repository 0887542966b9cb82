import { afterEach, beforeEach, expect } from '@jest/globals';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import type { ConversationResponse } from '../../simulator/conversations/exchange';
import { loadDescription } from '../contract/description';

export interface Reply<Body> {
	status: number;
	headers: Headers;
	body: Body;
}

export interface Session {
	simulator: Simulator;
	/** Sends a request with the right key; the answer's JSON is taken to be a `Body`. */
	call<Body = unknown>(method: string, path: string, body?: unknown): Promise<Reply<Body>>;
	/** Starts a conversation with mistral-medium-latest unless the fields say otherwise. */
	start(inputs: unknown, fields?: object): Promise<ConversationResponse>;
	/** Appends inputs, with further fields if any. */
	append(id: string, inputs: unknown, fields?: object): Promise<ConversationResponse>;
}

const description = loadDescription();

/**
 * A simulator of its own for every test of the file. Where the vendor's description is at hand, each
 * answer that the simulator gives is held against it.
 */
export function useSimulator(options: SimulatorOptions = {}): Session {
	const errors: string[] = [];
	let simulator: Simulator | undefined;
	const session: Session = {
		get simulator() {
			if (!simulator) throw new Error('There is a simulator only while a test runs');
			return simulator;
		},
		async call<Body>(method: string, path: string, body?: unknown) {
			const { url, apiKey } = session.simulator;
			const response = await fetch(url + path, {
				method,
				headers: {
					authorization: `Bearer ${apiKey}`,
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			const text = await response.text();
			const json = response.headers.get('content-type')?.startsWith('application/json');
			const { status, headers } = response;
			return { status, headers, body: (json ? JSON.parse(text) : text) as Body };
		},
		start: (inputs, fields = {}) => {
			const target = 'agent_id' in fields ? {} : { model: 'mistral-medium-latest' };
			return succeed('/v1/conversations', { inputs, ...target, ...fields });
		},
		append: (id, inputs, fields = {}) => succeed(`/v1/conversations/${id}`, { inputs, ...fields }),
	};

	async function succeed(path: string, body: object): Promise<ConversationResponse> {
		const reply = await session.call<ConversationResponse>('POST', path, body);
		expect(reply).toMatchObject({ status: 200 });
		return reply.body;
	}

	beforeEach(async () => {
		simulator = await startSimulator({
			...options,
			onAnswer: (answer) => {
				options.onAnswer?.(answer);
				const { method, path, status, body } = answer;
				errors.push(...(description?.answerErrors(method, path, status, body) ?? []));
			},
		});
	});
	afterEach(async () => {
		await simulator?.close();
		expect(errors.splice(0)).toEqual([]);
	});
	return session;
}
