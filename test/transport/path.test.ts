import { describe, expect, it } from '@jest/globals';

import { apiPath } from '../../nodes/shared/transport/apiPath';

describe('the path of a request', () => {
	it('encodes each segment', () => {
		expect(apiPath(['v1', 'conversations', '../x?y#z'])).toBe('/v1/conversations/..%2Fx%3Fy%23z');
	});

	it('refuses segments that would lead elsewhere', () => {
		for (const segment of ['', ' ', '.', '..']) {
			expect(() => apiPath(['v1', segment])).toThrow(`"${segment}" is not an ID`);
		}
	});
});
