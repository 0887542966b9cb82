import type { INodeProperties } from 'n8n-workflow';

/** In ms, 24 days: timers of Node end a longer time at once. */
export const longestTime = 2_147_483_647;

/** How requests are sent; see `transport/api.ts`. */
export const requestFields: INodeProperties[] = [
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 3,
		description:
			'How often a request is sent again after a rate limit or, where that is safe, a failure of the server or the connection',
	},
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: longestTime, numberPrecision: 0 },
		default: 60000,
		description: 'How long to wait until a response begins, in milliseconds',
	},
];

/** How the run goes over the items, and how requests are sent; taken from the first item. */
export const runFields: INodeProperties[] = [
	{
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 5,
		description: 'How many items are sent at the same time. Taken from the first item.',
	},
	...requestFields,
];

/** The `options` collection with these fields, in alphabetical order. */
export const optionsWith = (...fields: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	// Not by `localeCompare`: the first use of it costs as much as loading the package.
	options: fields.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
});

/** The `options` collection of an operation: its own fields and those of the run. */
export const optionsOf = (...fields: INodeProperties[]): INodeProperties =>
	optionsWith(...fields, ...runFields);
