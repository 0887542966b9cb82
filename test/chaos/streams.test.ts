import { describe } from '@jest/globals';

import { campaign } from './campaign';
import { quickClock } from './quickClock';
import { checkStream } from './streamOracle';
import { type StreamCase, streamCases } from './streamCase';

describe('whatever befalls a stream', () => {
	quickClock();
	campaign<StreamCase>('its answer is the one to this request, or an error with what arrived', {
		runs: 80,
		atOnce: 24,
		cases: streamCases,
		check: checkStream,
	});
});
