import { describe, expect, it } from '@jest/globals';

import { apiPath, checkAddress } from '../../nodes/shared/transport/apiPath';
import type { ApiRequest } from '../../nodes/shared/transport/apiRequest';

describe('the path of a request', () => {
	it('encodes each segment', () => {
		expect(apiPath(['v1', 'conversations', '../x?y#z'])).toBe('/v1/conversations/..%2Fx%3Fy%23z');
	});

	it('refuses segments that would lead elsewhere', () => {
		for (const segment of ['', ' ', '.', '..']) {
			expect(() => apiPath(['v1', segment])).toThrow(`"${segment}" is not an ID`);
		}
	});

	it('and its query refuse half an emoji, which no address can carry', () => {
		expect(() => apiPath(['v1', 'cut \ud83d'])).toThrow('is not an ID');
		const search = (text: string): ApiRequest => ({
			method: 'GET',
			path: ['v1'],
			query: { search: text, page: undefined },
		});
		expect(() => checkAddress(search('cut \ud83d'))).toThrow('The value for "search" has half a');
		expect(() => checkAddress(search('whole 😀'))).not.toThrow();
	});
});
