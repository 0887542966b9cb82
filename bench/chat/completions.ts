/** Mistral's older call, which n8n's chat model makes: as much of it as a chat takes. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export interface Completions {
	/** Without a slash at the end. */
	url: string;
	/** `POST /v1/chat/completions` and the like, since the start. */
	requests: string[];
	close(): void;
}

/**
 * Streams an answer with the timing of the simulator's conversations: one event at once, the words after it.
 *
 * @param wordDelay before each word, in ms
 */
export async function startCompletions(words: string[], wordDelay: number): Promise<Completions> {
	const requests: string[] = [];
	const server: Server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		const send = (delta: object, finish_reason: string | null = null) =>
			response.write(
				`data: ${JSON.stringify({
					id: '1',
					object: 'chat.completion.chunk',
					created: 1,
					model: 'mistral-medium-latest',
					choices: [{ index: 0, delta, finish_reason }],
				})}\n\n`,
			);
		const answer = async () => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			send({ role: 'assistant', content: '' });
			for (const content of words) {
				await setTimeout(wordDelay);
				send({ content });
			}
			send({ content: '' }, 'stop');
			response.end('data: [DONE]\n\n');
		};
		request.resume().on('end', () => void answer());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, requests, close: () => server.close() };
}
