import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { eventReader } from '../../nodes/shared/streaming/events';
import { readInPieces } from './readInPieces';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string, ...sizes: number[]) =>
	readInPieces(bytesOf(text), sizes.length > 0 ? sizes : [text.length * 4]);

describe('reading events', () => {
	it('takes any line end, also mixed and split across chunks', () => {
		const text =
			'event: a\r\ndata: {"type":"a"}\r\n\r\nevent: b\rdata: {"type":"b"}\r\rdata: {"type":"c"}\n\n';
		for (const size of [1, 2, 3, 7, 1000]) {
			expect(read(text, size).map(({ type }) => type)).toEqual(['a', 'b', 'c']);
		}
	});

	it('skips comments, messages without data and [DONE]', () => {
		const text = ': keepalive\n\nevent: empty\n\ndata: {"type":"a"}\n\n:\ndata: [DONE]\n\n';
		expect(read(text)).toEqual([{ type: 'a' }]);
	});

	it('reads a last event without a blank line after it', () => {
		expect(read('data: {"type":"a"}\n\ndata: {"type":"b"}')).toHaveLength(2);
		expect(read('data: {"type":"a"}\n\ndata: {"type":"b"}\n')).toHaveLength(2);
		expect(read('data: {"type":"a"}\r')).toHaveLength(1);
	});

	it('drops half an event at the end: the stream was cut there', () => {
		expect(read('data: {"type":"a"}\n\ndata: {"type":"b"')).toEqual([{ type: 'a' }]);
	});

	it('joins data lines and takes a byte order mark', () => {
		expect(read('\uFEFFdata: {"type":\ndata: "a"}\n\n')).toEqual([{ type: 'a' }]);
	});

	it('keeps characters whole that are split across chunks', () => {
		const event = { type: 'a', content: 'Größe 漢字 🦜' };
		expect(read(`data: ${JSON.stringify(event)}\n\n`, 1)).toEqual([event]);
	});

	it('keeps what came before something that is no JSON, and nothing after it', () => {
		const text = 'data: {"type":"a"}\n\ndata: {"type"\n\ndata: {"type":"b"}\n\n';
		expect(eventReader().read(bytesOf(text))).toEqual({ events: [{ type: 'a' }], isBroken: true });
		for (const size of [1, 7]) expect(read(text, size)).toEqual([{ type: 'a' }]);
	});

	it('skips JSON that is no event', () => {
		const data = ['null', '42', '"bye"', '[]', '{}', '{"type":null}', '{"type":"a"}'];
		const text = data.map((one) => `data: ${one}\n\n`).join('');
		expect(eventReader().read(bytesOf(text))).toEqual({ events: [{ type: 'a' }], isBroken: false });
	});

	it('gives the same events however the bytes are cut', () => {
		const events = fc.array(
			fc.record({ type: fc.string({ minLength: 1 }), content: fc.string({ unit: 'binary' }) }),
		);
		const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
		const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
		fc.assert(
			fc.property(events, lineEnd, sizes, (sent, end, pieces) => {
				const text = sent.map((event) => `data: ${JSON.stringify(event)}${end}${end}`).join('');
				expect(readInPieces(bytesOf(text), pieces)).toEqual(sent);
			}),
			{ numRuns: 300 },
		);
	});

	it('reads an event of many MB in small pieces', () => {
		const event = { type: 'a', content: 'x'.repeat(4_000_000) };
		expect(read(`data: ${JSON.stringify(event)}\n\n`, 16_384)).toEqual([event]);
	});
});
