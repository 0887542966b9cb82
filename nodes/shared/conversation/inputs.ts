import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../transport/parameterError';
import { givenEntries } from './givenEntries';

/** What is said to the model, as the user entered it. */
export interface InputParameters {
	inputType: 'text' | 'messages' | 'json';
	text?: string;
	messages?: Array<{ role: string; text: string; prefix?: boolean }>;
	inputs?: string | IDataObject[];
}

const text: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. What changed in the EU AI Act this week?',
	description: 'What you say to the model',
	displayOptions: { show: { inputType: ['text'], '@tool': [false] } },
};

/** For the model of an agent whose tool the node is: it knows the agent's chat, and takes that for known here. */
const whatToSay =
	'Question or task for the model, with all that it needs to know: it does not see the present conversation';

/** As a tool of an agent: its model says it, unless the user does. The comment makes n8n's editor show so. */
const textOfTool: INodeProperties = {
	...text,
	default: `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Text', \`${whatToSay}\`, 'string') }}`,
	displayOptions: { show: { inputType: ['text'], '@tool': [true] } },
};

export const inputProperties: INodeProperties[] = [
	{
		displayName: 'Input Type',
		name: 'inputType',
		type: 'options',
		options: [
			{ name: 'Text', value: 'text', description: 'One message of the user' },
			{ name: 'Messages', value: 'messages', description: 'Several messages with their roles' },
			{ name: 'JSON', value: 'json', description: "Text or entries in the API's own form" },
		],
		default: 'text',
	},
	textOfTool,
	text,
	{
		displayName: 'Messages',
		name: 'messages',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		required: true,
		placeholder: 'Add Message',
		default: { values: [{ role: 'user', text: '' }] },
		displayOptions: { show: { inputType: ['messages'] } },
		options: [
			{
				displayName: 'Message',
				name: 'values',
				values: [
					{
						displayName: 'Role',
						name: 'role',
						type: 'options',
						options: [
							{ name: 'Assistant', value: 'assistant' },
							{ name: 'User', value: 'user' },
						],
						default: 'user',
						description: 'Who says it. For a system prompt use Instructions.',
					},
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						typeOptions: { rows: 2 },
						required: true,
						default: '',
						placeholder: 'e.g. Hello, what can you do?',
					},
					{
						displayName: 'Prefix',
						name: 'prefix',
						type: 'boolean',
						default: false,
						displayOptions: { show: { role: ['assistant'] } },
						description: 'Whether the answer must begin with this text',
					},
				],
			},
		],
	},
	{
		displayName: 'Inputs',
		name: 'inputs',
		type: 'json',
		required: true,
		default: '',
		hint: 'e.g. [{ "role": "user", "content": "Hello" }]',
		description:
			'A text, or a list of entries such as <code>{ "type": "function.result", "tool_call_id": "…", "result": "…" }</code>',
		displayOptions: { show: { inputType: ['json'] } },
	},
];

/** The API's `inputs`: a string or a list of entries (`ConversationInputs`). */
export function inputsOf({ inputType, text, messages, inputs }: InputParameters) {
	switch (inputType) {
		case 'text':
			return text;
		case 'messages':
			return messages?.map(({ role, text: content, prefix }) => ({
				type: 'message.input',
				role,
				content,
				...(prefix && { prefix }),
			}));
		case 'json':
			if (typeof inputs === 'string') return inputs;
			if (Array.isArray(inputs)) return givenEntries(inputs);
			throw new ParameterError(
				'The parameter "Inputs" must be a text or a list of entries',
				'Put the entry into a list: [{ … }].',
			);
	}
}
