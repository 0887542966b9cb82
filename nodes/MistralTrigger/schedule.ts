import {
	type CronExpression,
	type INodeProperties,
	type ITriggerFunctions,
	randomInt,
} from 'n8n-workflow';

import { ParameterError } from '../shared/transport/parameterError';

/** When to ask; `runOn` holds at least one of the two. */
export interface Schedule {
	runOn: Array<'activation' | 'schedule'>;
	scheduleType?: 'interval' | 'cron';
	interval?: number;
	intervalUnit?: keyof typeof unitLength;
	cronExpression?: string;
}

/** In ms. */
const unitLength = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

const onSchedule = { runOn: ['schedule'] };

export const scheduleProperties: INodeProperties[] = [
	{
		displayName: 'Run On',
		name: 'runOn',
		type: 'multiOptions',
		required: true,
		options: [
			{ name: 'Activation', value: 'activation', description: 'Once, when it is activated' },
			{ name: 'Schedule', value: 'schedule', description: 'Again and again' },
		],
		default: ['activation'],
		description: 'When to ask for an answer',
	},
	{
		displayName: 'Schedule Type',
		name: 'scheduleType',
		type: 'options',
		options: [
			{ name: 'Cron', value: 'cron', description: 'At times that a cron expression names' },
			{ name: 'Interval', value: 'interval', description: 'Every so many minutes, hours or days' },
		],
		default: 'interval',
		displayOptions: { show: onSchedule },
	},
	{
		displayName: 'Interval',
		name: 'interval',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		required: true,
		default: 1,
		displayOptions: { show: { ...onSchedule, scheduleType: ['interval'] } },
	},
	{
		displayName: 'Interval Unit',
		name: 'intervalUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'hours',
		displayOptions: { show: { ...onSchedule, scheduleType: ['interval'] } },
	},
	{
		displayName: 'Cron Expression',
		name: 'cronExpression',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 0 7 * * 1-5',
		displayOptions: { show: { ...onSchedule, scheduleType: ['cron'] } },
		description:
			'Minute, hour, day of month, month and day of week, with seconds before them if there are six; in the time zone of the workflow',
	},
];

/**
 * Calls `onTick` by the schedule until the trigger is deactivated, which n8n sees to.
 *
 * @throws {ParameterError} when n8n does not take the cron expression
 */
export function registerSchedule(
	{ helpers }: ITriggerFunctions,
	{ scheduleType, interval = 1, intervalUnit = 'hours', cronExpression = '' }: Schedule,
	onTick: () => void,
): void {
	if (scheduleType === 'cron') {
		try {
			helpers.registerCron({ expression: cronExpression as CronExpression }, onTick);
		} catch (error) {
			throw notCron(cronExpression, error as Error);
		}
		return;
	}
	// Cron cannot count past the end of an hour, so every minute is looked at. Counted from 1970, an
	// interval goes on where it was when n8n is restarted.
	const length = interval * unitLength[intervalUnit];
	const count = () => Math.floor(Date.now() / length);
	let last = count();
	helpers.registerCron({ expression: `${randomInt(60)} * * * * *` as CronExpression }, () => {
		if (count() === last) return;
		last = count();
		onTick();
	});
}

const notCron = (expression: string, { message }: Error) =>
	new ParameterError(
		`The parameter "Cron Expression" must be a cron expression, but is "${expression}": ${message}`,
		'Enter five fields such as 0 7 * * 1-5, or six with seconds before them.',
	);
