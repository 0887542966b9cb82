import { describe, expect, it } from '@jest/globals';

import { MistralTrigger } from '../../nodes/MistralTrigger/MistralTrigger.node';

describe('the form of the trigger', () => {
	it('asks when, whom and what, then what to emit; collections stand at the end', () => {
		const names = new Set(new MistralTrigger().description.properties.map(({ name }) => name));
		const wanted = ['runOn', 'mode', 'text', 'emit', 'events', 'completionArgs', 'options'];
		expect([...names].filter((name) => wanted.includes(name))).toEqual(wanted);
		expect([...names].slice(-2)).toEqual(wanted.slice(-2));
	});
});
