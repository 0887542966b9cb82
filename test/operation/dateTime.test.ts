import { describe, expect, it } from '@jest/globals';
import { DateTime, Duration } from 'luxon';

import { toUtc } from '../../nodes/shared/operation/dateTime';

describe('a time', () => {
	it.each([
		['2026-01-15T12:00:00', 'Europe/Berlin', '2026-01-15T11:00:00.000Z'],
		['2026-07-15T12:00:00', 'Europe/Berlin', '2026-07-15T10:00:00.000Z'],
		['2026-07-15', 'America/New_York', '2026-07-15T04:00:00.000Z'],
		['2026-07-15 12:30', 'Asia/Kolkata', '2026-07-15T07:00:00.000Z'],
		// The hours before and after clocks are changed.
		['2026-03-29T01:59:00', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
		['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
		['2026-10-25T03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
	])('%s is meant in the time zone of the workflow, %s', (local, timeZone, utc) => {
		expect(toUtc(local, timeZone)).toBe(utc);
	});

	it.each([
		['2026-01-15T12:00:00.500+02:00', '2026-01-15T10:00:00.500Z'],
		['2026-01-15T12:00:00Z', '2026-01-15T12:00:00.000Z'],
		['2026-01-15 12:00:00+0200', '2026-01-15T10:00:00.000Z'],
		['2026-01-15T12:00-03', '2026-01-15T15:00:00.000Z'],
		['2026-01-15T12:00:00.123456Z', '2026-01-15T12:00:00.123Z'],
		[new Date(0), '1970-01-01T00:00:00.000Z'],
		[DateTime.fromISO('2026-01-15T12:00:00+02:00'), '2026-01-15T10:00:00.000Z'],
	])('%s has a time zone of its own', (value, utc) => {
		expect(toUtc(value, 'Asia/Tokyo')).toBe(utc);
	});

	it.each([
		'tomorrow',
		'tomorrow 9',
		'2026-13-01',
		'2026-02-30',
		'2026-02-30T12:00:00Z',
		'2026-01-01T99:00:00',
		'1/2/2026',
		'12',
		true,
		// Seconds or milliseconds?
		86_400_000,
		1_800_000_000,
		NaN,
		[2026, 1, 1],
		{ year: 2026 },
		new Date(NaN),
		DateTime.invalid('test'),
		Duration.fromObject({ days: 1 }),
	])('%s is none', (value) => {
		expect(toUtc(value, 'UTC')).toBeUndefined();
	});
});
