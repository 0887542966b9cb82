/** The entries that a conversation consists of, as they may stand in `inputs`. */
import { z } from 'zod';

import { anyOf } from '../pydantic';
import { inputContent, kind, outputContent } from './content';

/** Fields that every entry has; in a request they may be left out and are given anew anyway. */
const stamp = {
	object: kind('entry'),
	id: z.string().optional(),
	created_at: z.string().datetime({ offset: true }).optional(),
	completed_at: z.string().datetime({ offset: true }).nullish(),
};

const author = { agent_id: z.string().nullish(), model: z.string().nullish() };

const messageInput = z
	.object({
		...stamp,
		type: kind('message.input'),
		role: z.enum(['assistant', 'user']),
		content: inputContent,
		prefix: z.boolean().default(false),
	})
	.strict();

const messageOutput = z
	.object({
		...stamp,
		...author,
		type: kind('message.output'),
		role: kind('assistant'),
		content: outputContent,
	})
	.strict();

const functionResult = z
	.object({
		...stamp,
		type: kind('function.result'),
		tool_call_id: z.string(),
		result: z.string(),
	})
	.strict();

const functionCall = z
	.object({
		...stamp,
		...author,
		type: kind('function.call'),
		tool_call_id: z.string(),
		name: z.string(),
		arguments: anyOf({ 'dict[str,any]': z.record(z.unknown()), str: z.string() }),
		confirmation_status: z.enum(['pending', 'allowed', 'denied']).nullish(),
	})
	.strict();

const toolExecution = z
	.object({
		...stamp,
		...author,
		type: kind('tool.execution'),
		name: z.string(),
		arguments: z.string(),
		info: z.record(z.unknown()).optional(),
	})
	.strict();

const agentHandoff = z
	.object({
		...stamp,
		type: kind('agent.handoff'),
		previous_agent_id: z.string(),
		previous_agent_name: z.string(),
		next_agent_id: z.string(),
		next_agent_name: z.string(),
	})
	.strict();

const members = {
	MessageInputEntry: messageInput,
	MessageOutputEntry: messageOutput,
	FunctionResultEntry: functionResult,
	FunctionCallEntry: functionCall,
	ToolExecutionEntry: toolExecution,
	AgentHandoffEntry: agentHandoff,
};

const inputEntry = anyOf(members);

type InputEntry = z.output<typeof inputEntry>;

type Unstamped<T> = T extends unknown
	? Omit<T, 'object' | 'id' | 'created_at' | 'completed_at'>
	: never;

/** An entry before it gets its id and times. */
export type Draft = Unstamped<InputEntry>;

/** An entry of a conversation, as history and outputs show it. Times are ISO 8601 strings. */
export type Entry = Draft & {
	object: 'entry';
	id: string;
	created_at: string;
	completed_at: string | null;
};

export type FunctionCall = Extract<Entry, { type: 'function.call' }>;

/** `inputs` of a request: a text, or entries. None at all is refused (assumed). */
export const conversationInputs = anyOf({
	str: z.string().min(1),
	[`list[union[${Object.keys(members).join(',')}]]`]: z.array(inputEntry).min(1),
});

export type Inputs = z.output<typeof conversationInputs>;
