import { z } from 'zod';

// The description closes none of these objects, so unknown keys pass.
const moderation = z
	.object({
		model_name: z.string().optional(),
		custom_category_thresholds: z.record(z.number().nullable()).nullish(),
		ignore_other_categories: z.boolean().optional(),
		action: z.enum(['none', 'block']).default('none'),
	})
	.passthrough();

export const guardrails = z.array(
	z
		.object({
			block_on_error: z.boolean().default(false),
			moderation_llm_v1: moderation.nullish(),
			moderation_llm_v2: moderation.nullish(),
		})
		.passthrough(),
);

export type Guardrail = z.output<typeof guardrails>[number];
