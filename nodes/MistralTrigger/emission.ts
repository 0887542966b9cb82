import type { INodeProperties } from 'n8n-workflow';

/** Types of the vendor's `ConversationEvents`. */
const eventTypes = [
	'agent.handoff.done',
	'agent.handoff.started',
	'conversation.response.done',
	'conversation.response.error',
	'conversation.response.started',
	'function.call.delta',
	'message.output.delta',
	'tool.execution.delta',
	'tool.execution.done',
	'tool.execution.started',
];

/** Stands for all types that are not known yet. */
export const other = 'other';

export const isChosen = (events: string[], type: string) =>
	events.includes(eventTypes.includes(type) ? type : other);

export const emissionProperties: INodeProperties[] = [
	{
		displayName: 'Emit',
		name: 'emit',
		type: 'options',
		options: [
			{
				name: 'Entries',
				value: 'entry',
				description: 'Each message, tool execution, function call and handoff when it is finished',
			},
			{ name: 'Events', value: 'event', description: 'Each event of the stream as it comes' },
			{ name: 'Response', value: 'response', description: 'One item per answer, simplified' },
		],
		default: 'entry',
		description: 'What becomes an item',
	},
	{
		// Called "Events", n8n's node panel would offer each type as a trigger, without setting `emit`.
		displayName: 'Event Types',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: [
			...eventTypes.map((type) => ({ name: titleOf(type), value: type })),
			{ name: 'Other', value: other, description: 'Types that this version does not know' },
		],
		default: [...eventTypes, other],
		displayOptions: { show: { emit: ['event'] } },
		description: 'Types of events to emit',
	},
];

/** `tool.execution.done` → `Tool Execution Done`. */
function titleOf(type: string): string {
	return type
		.split('.')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}
