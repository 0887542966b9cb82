import type { INodeProperties } from 'n8n-workflow';

/** Of `maxToolRounds`. */
export const mostRounds = 10;

/** Fields of `options`: how often the connected tools may run, and what comes after. */
export const roundFields: INodeProperties[] = [
	{
		displayName: 'Max Tool Rounds',
		name: 'maxToolRounds',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: mostRounds,
		description:
			'How often in a row the connected tools may run. The calls of one answer run together, as one round.',
	},
	{
		displayName: 'Fail on Max Rounds',
		name: 'failOnMaxRounds',
		type: 'boolean',
		default: false,
		description:
			'Whether the item fails when the model wants more rounds than that. Otherwise the output has the status max_rounds and the open calls.',
	},
];
