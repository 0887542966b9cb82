/** The bodies of the calls that make and change agents; the description closes both. */
import { z } from 'zod';

import { completionArgs } from './completionArgs';
import { guardrails } from './guardrails';
import { tools } from './tools';

const fields = {
	instructions: z.string().nullish(),
	tools: tools.optional(),
	completion_args: completionArgs.optional(),
	guardrails: guardrails.nullish(),
	description: z.string().nullish(),
	handoffs: z.array(z.string()).min(1).nullish(),
	metadata: z.record(z.unknown()).nullish(),
	version_message: z.string().max(500).nullish(),
};

/** Body of `agents_api_v1_agents_create`. */
export const createAgentRequest = z
	.object({ ...fields, model: z.string(), name: z.string() })
	.strict();

/** Body of `agents_api_v1_agents_update`. */
export const updateAgentRequest = z
	.object({
		...fields,
		model: z.string().nullish(),
		name: z.string().nullish(),
		deployment_chat: z.boolean().nullish(),
	})
	.strict();
