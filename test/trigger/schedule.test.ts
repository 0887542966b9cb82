import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ITriggerFunctions } from 'n8n-workflow';

import { registerSchedule, type Schedule } from '../../nodes/MistralTrigger/schedule';

const minute = 60_000;

/** Minutes after midnight UTC at which the trigger asks, when n8n's clock ticks each minute of two days. */
function timesOf(schedule: Omit<Schedule, 'runOn'>): { times: number[]; expression?: string } {
	const midnight = Date.UTC(2026, 10, 22);
	jest.setSystemTime(midnight);
	let expression: string | undefined;
	let tick = () => {};
	const registerCron = ((cron, onTick) => {
		expression = cron.expression;
		tick = () => onTick(new Date());
	}) as ITriggerFunctions['helpers']['registerCron'];
	const context = { helpers: { registerCron } } as ITriggerFunctions;
	const times: number[] = [];
	let now = 0;
	registerSchedule(context, { runOn: ['schedule'], ...schedule }, () => times.push(now));
	for (now = 0; now < 2 * 1440; now++) {
		jest.setSystemTime(midnight + now * minute + 30_000);
		tick();
	}
	return { times, expression };
}

describe('a schedule', () => {
	beforeEach(() => void jest.useFakeTimers());
	afterEach(() => void jest.useRealTimers());

	it.each<[number, Schedule['intervalUnit'], number]>([
		[1, 'minutes', 1],
		[45, 'minutes', 45],
		[7, 'hours', 420],
		[1, 'days', 1440],
	])('of every %d %s is even', (interval, intervalUnit, length) => {
		const { times, expression } = timesOf({ scheduleType: 'interval', interval, intervalUnit });
		expect(expression).toMatch(/^\d+ \* \* \* \* \*$/);
		expect(times.length).toBeGreaterThanOrEqual(Math.floor(2880 / length) - 1);
		const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
		expect(new Set(gaps)).toEqual(new Set(gaps.length > 0 ? [length] : []));
	});

	it('leaves a cron expression to n8n', () => {
		const { times, expression } = timesOf({ scheduleType: 'cron', cronExpression: '0 7 * * 1-5' });
		expect(expression).toBe('0 7 * * 1-5');
		expect(times).toHaveLength(2880);
	});
});
