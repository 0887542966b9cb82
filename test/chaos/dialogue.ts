import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Entry } from '../../simulator/schemas/entries';
import type { Simulator } from '../../simulator/server';
import { real } from './quickClock';
import type { StreamCase } from './streamCase';

/** What was said before the case's request, and what that is to say. */
export interface Dialogue {
	/** Undefined when the request begins one. */
	conversationId?: string;
	/** Ids of all entries so far. */
	known: string[];
	/** How many of them are inputs like that of the request. */
	inputs: number;
	text: string;
	/** In the place of the text. */
	results?: object[];
	/** The node's parameter. */
	tools: INodeParameters;
}

/** An answer of a simulator that nothing has befallen. */
export interface Sent {
	conversationId: string;
	/** In the order in which they come; texts that are no JSON as they are. */
	events: unknown[];
	outputs: Entry[];
}

/** Brings a simulator to where the case begins. Two simulators give the same ids. */
export async function dialogueOf(simulator: Simulator, one: StreamCase): Promise<Dialogue> {
	const { said, answer, work } = one;
	const isCall = answer === 'function' || said === 'results';
	const type = isCall ? 'function' : answer;
	const words = isCall ? '/call get_rate {"currency":"EUR"}\n/rounds 3' : 'Tell me about the sea';
	const text = `${words}\n/work ${real(work)}`;
	const tools = type === 'text' ? {} : { values: [{ type, ...(isCall && { name: 'get_rate' }) }] };
	const apiTools =
		type === 'text'
			? []
			: [isCall ? { type, function: { name: 'get_rate', parameters: {} } } : { type }];
	if (said === 'start') return { known: [], inputs: 0, text, tools };

	const model = 'mistral-medium-latest';
	const beginning = said === 'append' ? 'Hello' : text;
	const begun = await post(simulator, '/v1/conversations', {
		inputs: beginning,
		tools: apiTools,
		model,
	});
	const path = `/v1/conversations/${begun.conversation_id}`;
	const resultOf = ({ outputs }: Answer) =>
		outputs.flatMap((entry) =>
			entry.type === 'function.call'
				? [{ type: 'function.result', tool_call_id: entry.tool_call_id, result: '7' }]
				: [],
		);
	let last = begun;
	let results = resultOf(last);
	// A turn like the one to come; where something else is to be said, all calls have to be ended first.
	for (let turn = 0; results.length > 0 && (said !== 'results' || turn === 0); turn++) {
		last = await post(simulator, path, { inputs: results });
		results = resultOf(last);
	}
	const entries = simulator.state.conversations.get(begun.conversation_id)?.entries ?? [];
	const isLike = (entry: Entry) =>
		entry.type === 'function.result' || (entry.type === 'message.input' && entry.content === text);
	return {
		conversationId: begun.conversation_id,
		known: entries.map(({ id }) => id),
		inputs: entries.filter(isLike).length,
		text,
		tools,
		...(said === 'results' && { results }),
	};
}

/** Sends the request for a stream and reads it whole. */
export async function answered(simulator: Simulator, path: string, body: unknown): Promise<Sent> {
	const response = await send(simulator, path, body);
	const events = [...(await response.text()).matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
		parsed(data),
	);
	const [first] = events.filter((event) => (event as IDataObject | undefined)?.conversation_id);
	const conversationId = String((first as IDataObject | undefined)?.conversation_id);
	const entries = simulator.state.conversations.get(conversationId)?.entries ?? [];
	const isInput = ({ type }: Entry) => type === 'message.input' || type === 'function.result';
	return { conversationId, events, outputs: entries.slice(entries.findLastIndex(isInput) + 1) };
}

/** A conversation of two turns with the same text. */
export async function conversationWith(simulator: Simulator, inputs: string, tools: object[]) {
	const model = 'mistral-medium-latest';
	const { conversation_id: id } = await post(simulator, '/v1/conversations', {
		inputs,
		tools,
		model,
	});
	await post(simulator, `/v1/conversations/${id}`, { inputs });
	const known = (simulator.state.conversations.get(id)?.entries ?? []).map((entry) => entry.id);
	return { id, known, last: known.at(-1) ?? '' };
}

/** A conversation in which hello was said. */
export async function conversationOfOneTurn(simulator: Simulator): Promise<string> {
	const model = 'mistral-medium-latest';
	const hello = { inputs: 'Hello', model };
	return (await post(simulator, '/v1/conversations', hello)).conversation_id;
}

interface Answer {
	conversation_id: string;
	outputs: Entry[];
}

const post = async (simulator: Simulator, path: string, body: object): Promise<Answer> => {
	const response = await send(simulator, path, body);
	if (!response.ok) throw new Error(await response.text());
	return (await response.json()) as Answer;
};

const send = async ({ url, apiKey }: Simulator, path: string, body: unknown) =>
	await fetch(url + path, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

function parsed(data: string): unknown {
	try {
		return JSON.parse(data);
	} catch {
		return data;
	}
}
