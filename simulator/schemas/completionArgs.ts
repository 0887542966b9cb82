import { z } from 'zod';

import { anyOf } from '../pydantic';
import { kind } from './content';

const responseFormat = z
	.object({
		type: z.enum(['text', 'json_object', 'json_schema']).default('text'),
		json_schema: z
			.object({
				name: z.string(),
				description: z.string().nullish(),
				schema: z.record(z.unknown()),
				strict: z.boolean().default(false),
			})
			.strict()
			.nullish(),
	})
	.strict();

/** The vendor's `CompletionArgs`: what may be said about one completion. */
export const completionArgs = z
	.object({
		stop: anyOf({ str: z.string(), 'list[str]': z.array(z.string()) }).nullish(),
		presence_penalty: z.number().min(-2).max(2).nullish(),
		frequency_penalty: z.number().min(-2).max(2).nullish(),
		temperature: z.number().min(0).max(1).nullish(),
		top_p: z.number().min(0).max(1).nullish(),
		max_tokens: z.number().int().min(0).nullish(),
		random_seed: z.number().int().min(0).nullish(),
		prediction: z
			.object({ type: kind('content'), content: z.string().default('') })
			.strict()
			.nullish(),
		response_format: responseFormat.nullish(),
		tool_choice: z.enum(['auto', 'none', 'any', 'required']).optional(),
		reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
	})
	.strict();

export type CompletionArgs = z.output<typeof completionArgs>;
