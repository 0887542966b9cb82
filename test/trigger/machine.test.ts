import { describe, expect, it } from '@jest/globals';

import {
	activated,
	answered,
	asked,
	ended,
	failed,
	handedOver,
	latest,
	type Progress,
	restarted,
	type State,
} from '../../nodes/MistralTrigger/machine';

const start = { token: 'a', after: 'msg_0' };
const next = { token: 'b', after: 'msg_2' };
const given: Progress['given'] = [['msg_1', 5]];

const idle = activated(undefined, start);
const underWay = asked(idle);
const recovering = restarted(handedOver(underWay, given).progress);
const ending = answered(underWay, next);
const states = { idle, 'under way': underWay, recovering, ending };

const transitions: Record<string, (state: State) => State> = {
	asked,
	answered: (state) => answered(state, next),
	failed: (state) => failed(state, given),
	handedOver: (state) => handedOver(state, given),
	ended,
};

describe('the states of the trigger', () => {
	it.each([
		['idle', 'asked', 'under way'],
		['idle', 'answered', undefined],
		['idle', 'failed', undefined],
		['idle', 'handedOver', undefined],
		['idle', 'ended', undefined],
		['under way', 'asked', undefined],
		['under way', 'answered', 'ending'],
		['under way', 'failed', 'ending'],
		['under way', 'handedOver', 'under way'],
		['under way', 'ended', undefined],
		['recovering', 'asked', undefined],
		['recovering', 'answered', 'ending'],
		['recovering', 'failed', 'ending'],
		['recovering', 'handedOver', 'recovering'],
		['recovering', 'ended', undefined],
		['ending', 'asked', undefined],
		['ending', 'answered', undefined],
		['ending', 'failed', undefined],
		['ending', 'handedOver', 'ending'],
		['ending', 'ended', 'idle'],
	] as const)('when %s and %s become %s', (from, transition, to) => {
		const before = states[from];
		const after = transitions[transition]?.(before);
		expect(after?.name).toBe(to ?? from);
		if (to === undefined) expect(after).toBe(before);
	});

	it('go from activation to an answer and back, with what a restart needs', () => {
		expect(idle.progress).toEqual({ number: 1, restarts: 0, ...start, given: [] });
		const first = handedOver(underWay, given);
		expect(first.progress).toEqual({ number: 2, restarts: 0, ...start, given });
		const last = handedOver(answered(first, next), [['msg_1', 9]]);
		expect(last.progress).toEqual({ number: 3, restarts: 0, ...next, given: [] });
		expect(ended(last)).toEqual({ name: 'idle', progress: last.progress, next: last.progress });
	});

	it('forget what no execution has carried, as a restart would', () => {
		expect(ended(answered(underWay, next)).progress).toBe(idle.progress);
		expect(ended(failed(underWay, given)).progress).toBe(idle.progress);
	});

	it('keep what was given of an answer that failed', () => {
		expect(handedOver(failed(underWay, given), []).progress).toMatchObject({ ...start, given });
	});

	it('begin the next answer without what was given of the last one', () => {
		const idleAgain = ended(handedOver(failed(underWay, given), []));
		expect(asked(idleAgain)).toMatchObject({ progress: { given }, next: { given: [] } });
	});

	it('name the execution of a recovered answer by its restart, and only that one', () => {
		expect(recovering.key).toBe('a/1');
		expect(handedOver(answered(recovering, next), []).key).toBe('a/1');
		expect(ended(answered(recovering, next))).not.toHaveProperty('key');
		expect(restarted(recovering.progress).key).toBe('a/2');
		expect(restarted(handedOver(answered(recovering, next), []).progress).key).toBe('b/1');
		expect(underWay).not.toHaveProperty('key');
	});

	it('count on over restarts and activations, and never keep what is older', () => {
		const numbers = [idle, handedOver(underWay, given), recovering].map(
			({ progress }) => progress.number,
		);
		expect(numbers).toEqual([1, 2, 3]);
		expect(activated(recovering.progress, next).progress.number).toBe(4);
		expect(latest(undefined, idle.progress)).toBe(idle.progress);
		expect(latest(idle.progress, recovering.progress)).toBe(recovering.progress);
		expect(latest(recovering.progress, idle.progress)).toBe(recovering.progress);
	});
});
