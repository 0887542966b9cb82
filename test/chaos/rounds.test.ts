import { describe } from '@jest/globals';

import { campaign } from './campaign';
import { quickClock } from './quickClock';
import { type RoundCase, roundCases } from './roundCase';
import { checkRounds } from './roundOracle';

describe('whatever befalls rounds of tool calls', () => {
	quickClock();
	campaign<RoundCase>('each call is served once, and no result is lost or sent twice', {
		runs: 150,
		atOnce: 16,
		cases: roundCases,
		check: checkRounds,
	});
});
