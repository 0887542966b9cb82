/** Bytes to reply: our streaming rooms beside the bare parser, the official SDK's and n8n's. */
import { pathToFileURL } from 'node:url';
import path from 'node:path';

import { parseSSEStream } from '@n8n/ai-node-sdk';
import { createParser } from 'eventsource-parser';

import { replyOf } from '../nodes/shared/conversation/reply';
import { AnswerBuilder } from '../nodes/shared/streaming/answerBuilder';
import { readEvents } from '../nodes/shared/streaming/read';
import { result, sideBySide, times } from './sideBySide';

const chunkSize = 16 * 1024;

const message = { type: 'message.output.delta', output_index: 0, id: 'msg_1', content_index: 0 };
const started = { type: 'conversation.response.started', conversation_id: 'conv_1' };
const done = { type: 'conversation.response.done', usage: { total_tokens: 1 } };

const bytesOf = (events: object[]) =>
	new TextEncoder().encode(
		[started, ...events, done]
			.map((event) => `event: ${(event as typeof done).type}\ndata: ${JSON.stringify(event)}\n\n`)
			.join(''),
	);

/** A body as it comes from a socket. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
}

async function ours(bytes: Uint8Array) {
	const answer = new AnswerBuilder();
	const chunks = chunksOf(bytes);
	const body = { [Symbol.asyncIterator]: () => chunks, close: () => undefined };
	await readEvents(body, 600_000, async (events) => {
		for (const event of events) answer.add(event);
		return answer.hasEnded;
	});
	return replyOf(answer.response(), false);
}

async function bare(bytes: Uint8Array) {
	let count = 0;
	const decoder = new TextDecoder();
	const parser = createParser({ onEvent: ({ data }) => (count += JSON.parse(data) ? 1 : 0) });
	for await (const chunk of chunksOf(bytes)) parser.feed(decoder.decode(chunk, { stream: true }));
	return count;
}

async function ofN8n(bytes: Uint8Array) {
	let count = 0;
	for await (const { data } of parseSSEStream(chunksOf(bytes))) {
		if (data) count += JSON.parse(data) ? 1 : 0;
	}
	return count;
}

interface Sdk {
	EventStream: new (
		body: ReadableStream<Uint8Array>,
		parse: (message: { data?: string }) => IteratorResult<unknown>,
	) => AsyncIterable<unknown>;
}

// The class is not among the package's exports, so it is imported by its file.
const sdkFile = path.resolve('node_modules/@mistralai/mistralai/esm/lib/event-streams.js');

async function main() {
	const { EventStream } = (await import(pathToFileURL(sdkFile).href)) as Sdk;
	const ofSdk = async (bytes: Uint8Array) => {
		let count = 0;
		const stream = new EventStream(ReadableStream.from(chunksOf(bytes)), ({ data = '' }) => ({
			done: false,
			value: JSON.parse(data) as unknown,
		}));
		for await (const event of stream) count += event ? 1 : 0;
		return count;
	};
	const ownName = 'this package, to the reply';
	const both = (bytes: Uint8Array) => ({
		'eventsource-parser + JSON.parse': () => bare(bytes),
		[ownName]: () => ours(bytes),
	});
	const all = (bytes: Uint8Array) => ({
		...both(bytes),
		'n8n parseSSEStream + JSON.parse': () => ofN8n(bytes),
		'official SDK EventStream': () => ofSdk(bytes),
	});
	const deltas = Array.from({ length: 50_000 }, (_, index) => ({
		...message,
		model: 'mistral-medium-latest',
		agent_id: 'ag_067f2a39ddd67bf68000fa921bc0c25d',
		role: 'assistant',
		content: ` word${index}`,
	}));
	const small = bytesOf(deltas);
	const compare = async (what: string, bytes: Uint8Array) => {
		// The others take half a minute for 16 MiB: theirs grows with the square of an event's size.
		const isLong = bytes.length > 5 * 2 ** 20 && bytes !== small;
		const { [ownName]: ratio } = await sideBySide(what, isLong ? both(bytes) : all(bytes));
		result(what, 'bare parser', times(ratio), '≤ 1.25 ×');
	};
	await compare(`50,000 deltas, ${(small.length / 2 ** 20).toFixed(1)} MiB`, small);
	for (const size of [1, 4, 8, 16]) {
		const bytes = bytesOf([{ ...message, content: 'x'.repeat(size * 2 ** 20) }]);
		await compare(`one event of ${size} MiB`, bytes);
	}
}

void main();
