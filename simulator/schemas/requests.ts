/**
 * The bodies of the conversation calls. All are closed: the live service answers an unknown key with
 * `extra_forbidden` (observed), on start too, though the description leaves that body open.
 */
import { z } from 'zod';

import { anyOf } from '../pydantic';
import { completionArgs } from './completionArgs';
import { conversationInputs } from './entries';
import { guardrails } from './guardrails';
import { tools } from './tools';

const stream = z.boolean();
const handoffExecution = z.enum(['client', 'server']);
const metadata = z.record(z.unknown());
const agentVersion = anyOf({ str: z.string(), int: z.number().int() });

const startFields = {
	inputs: conversationInputs,
	stream: stream.nullish(),
	store: z.boolean().nullish(),
	handoff_execution: handoffExecution.nullish(),
	instructions: z.string().nullish(),
	tools: tools.nullish(),
	completion_args: completionArgs.nullish(),
	guardrails: guardrails.nullish(),
	name: z.string().nullish(),
	description: z.string().nullish(),
	metadata: metadata.nullish(),
};

/** The other kind's field is an unknown key, but `null` counts as left out; the description allows it. */
const absent = z.custom<null | undefined>((value) => value === null || value === undefined, {
	message: 'Extra inputs are not permitted',
	params: { type: 'extra_forbidden' },
});

const startWithModel = z
	.object({ ...startFields, model: z.string(), agent_id: absent, agent_version: absent })
	.strict()
	.refine((body) => !body.handoff_execution, {
		message: "Conversation with a 'model' can't contain the following fields handoff_execution",
	});

const startWithAgent = z
	.object({
		...startFields,
		agent_id: z.string(),
		agent_version: agentVersion.nullish(),
		model: absent,
	})
	.strict();

/** Body of `agents_api_v1_conversations_start`. */
export const startRequest = anyOf({
	ModelConversationRequest: startWithModel,
	AgentConversationRequest: startWithAgent,
});

export type StartRequest = z.output<typeof startRequest>;

const continueFields = {
	stream: stream.default(false),
	store: z.boolean().default(true),
	handoff_execution: handoffExecution.default('server'),
	completion_args: completionArgs.optional(),
};

const toolConfirmation = z
	.object({ tool_call_id: z.string(), confirmation: z.enum(['allow', 'deny']) })
	.strict();

/** Body of `agents_api_v1_conversations_append`: inputs or confirmations, not both (assumed). */
export const appendRequest = z
	.object({
		...continueFields,
		inputs: conversationInputs.optional(),
		tool_confirmations: z.array(toolConfirmation).min(1).nullish(),
	})
	.strict()
	.refine((body) => !body.inputs !== !body.tool_confirmations, {
		message: "Exactly one of 'inputs' or 'tool_confirmations' must be set",
	});

/** Body of `agents_api_v1_conversations_restart`. */
export const restartRequest = z
	.object({
		...continueFields,
		from_entry_id: z.string(),
		inputs: conversationInputs.optional(),
		guardrails: guardrails.nullish(),
		metadata: metadata.nullish(),
		agent_version: agentVersion.nullish(),
	})
	.strict();
