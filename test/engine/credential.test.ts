import { describe, expect, it } from '@jest/globals';

import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();

describe('a credential that no request can carry', () => {
	it.each([
		[
			{ headerName: 'X A', headerValue: 'secret' },
			'The Header Name "X A" of the Mistral Agents credential is not the name of an HTTP header: enter one such as X-Gateway-Token',
		],
		[
			{ headerName: 'X-A', headerValue: 'a\nX-B: b' },
			'The Header Value of the Mistral Agents credential has a line break at position 2, which no HTTP header can carry: enter it again without it',
		],
		[
			{ apiKey: 'secret\u2026' },
			'The API Key of the Mistral Agents credential has the character U+2026 at position 7, which no HTTP header can carry: copy it again from the Mistral console',
		],
	])('is told before anything is sent, in one sentence: %j', async (fields, sentence) => {
		const credential = { ...credentialFor(session.simulator), ...fields };
		for (const stream of [true, false]) {
			const { error } = await runConversations(credential, {
				operation: 'start',
				text: 'Hello',
				stream,
			});
			expect(error?.message).toBe(sentence);
			expect(error?.description ?? '').not.toContain('may have');
		}
		expect(session.simulator.requests).toEqual([]);
	});
});
