import { describe, expect, it } from '@jest/globals';

import { messageReader } from '../../nodes/shared/streaming/serverSentEvents';

describe('splitting the text of a stream into messages', () => {
	it('gives each message when it is complete', () => {
		const reader = messageReader();
		expect(reader.read('event: a\ndata: on')).toEqual([]);
		expect(reader.read('e\n')).toEqual([]);
		expect(reader.read('\ndata: two\n\ndata: thr')).toMatchObject([
			{ event: 'a', data: 'one' },
			{ data: 'two' },
		]);
		expect(reader.end()).toMatchObject([{ data: 'thr' }]);
	});

	it('gives nothing at the end when nothing is left', () => {
		const reader = messageReader();
		reader.read('data: one\n\n: comment');
		expect(reader.end()).toEqual([]);
	});
});
