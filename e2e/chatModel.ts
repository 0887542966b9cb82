import { json } from 'node:stream/consumers';

import { beforeEach } from '@jest/globals';

import { useLocalServer } from '../test/engine/localServer';

interface Message {
	role: string;
	content: unknown;
}

/** What n8n's AI Agent asks its model, as far as it is looked at. */
export interface ChatRequest {
	messages: Message[];
	tools?: Array<{ function: { name: string; description: string; parameters: object } }>;
}

/** Speaks OpenAI's `POST /chat/completions`, for a chat model of n8n. */
export interface ChatModel {
	readonly url: string;
	/** What it was asked during a test. */
	readonly requests: ChatRequest[];
}

/**
 * A model that calls the first of its tools with what the user said after `/call `, and says then what the
 * tool came to.
 */
export function useChatModel(): ChatModel {
	const requests: ChatRequest[] = [];
	const server = useLocalServer(async (request, response) => {
		const asked = (await json(request)) as ChatRequest;
		requests.push(asked);
		response
			.setHeader('content-type', 'application/json')
			.end(JSON.stringify(completionOf(answerTo(asked))));
	});
	beforeEach(() => void requests.splice(0));
	return {
		get url() {
			return server.url;
		},
		requests,
	};
}

function answerTo({ messages, tools: [tool] = [] }: ChatRequest): object {
	const { role, content } = messages.at(-1) ?? { role: 'none', content: '' };
	if (role === 'tool') return { content: `The tool says: ${String(content)}` };
	const [, args = '{}'] = /^\/call (.*)$/m.exec(String(content)) ?? [];
	const call = { name: tool?.function.name, arguments: args };
	return { content: null, tool_calls: [{ id: 'call_1', type: 'function', function: call }] };
}

const completionOf = (message: object) => ({
	id: 'completion',
	object: 'chat.completion',
	created: 0,
	model: 'any',
	choices: [
		{
			index: 0,
			message: { role: 'assistant', ...message },
			finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop',
		},
	],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
