import { ApiError } from './errors';
import type { Guardrail } from './schemas/guardrails';

const versions = [
	{
		field: 'moderation_llm_v1',
		model: 'mistral-moderation-2411',
		violation: 'dangerous_and_criminal_content',
		categories: [
			'sexual',
			'hate_and_discrimination',
			'violence_and_threats',
			'dangerous_and_criminal_content',
			'selfharm',
			'health',
			'financial',
			'law',
			'pii',
		],
	},
	{
		field: 'moderation_llm_v2',
		model: 'mistral-moderation-2603',
		violation: 'dangerous',
		categories: [
			'sexual',
			'hate_and_discrimination',
			'violence_and_threats',
			'dangerous',
			'criminal',
			'selfharm',
			'health',
			'financial',
			'law',
			'pii',
			'jailbreaking',
		],
	},
] as const;

/** The guardrail as the API shows it: with what was left out (observed). */
export function expandedGuardrail(guardrail: Guardrail): Guardrail {
	const configs = versions.map(({ field, model, categories }) => {
		const config = guardrail[field];
		if (!config) return [field, null];
		const thresholds = config.custom_category_thresholds;
		const blank = Object.fromEntries(categories.map((category) => [category, null]));
		return [
			field,
			{
				model_name: model,
				ignore_other_categories: false,
				...config,
				custom_category_thresholds: thresholds ? { ...blank, ...thresholds } : null,
			},
		];
	});
	return { ...guardrail, ...Object.fromEntries(configs) };
}

/**
 * Moderates the inputs' text: the word "forbidden" violates one category. Gives what the answer says
 * under `guardrails` (`null` without any); throws the 403 when a guardrail blocks.
 */
export function moderate(guardrails: Guardrail[], text: string): object[] | null {
	const violated = /forbidden/i.test(text);
	const results = guardrails.map((guardrail) =>
		Object.fromEntries(
			versions.flatMap((version) => {
				const config = guardrail[version.field];
				if (!config) return [];
				if (violated && config.action === 'block') throw blocked(version);
				const scores = version.categories.map((category) => {
					const hit = violated && category === version.violation;
					return [category, { score: hit ? 0.9 : 0.01, violated: hit }];
				});
				const result = { action: 'none', categories: Object.fromEntries(scores) };
				return [[version.field, result]];
			}),
		),
	);
	return results.length > 0 ? results : null;
}

/** The shape is observed; it is unlike every other error body of the API. */
function blocked({ field, model, violation, categories }: (typeof versions)[number]): ApiError {
	const decisions = categories.map((category) => {
		const hit = category === violation;
		return [category, { threshold: 0.1, score: hit ? 0.9 : 0.01, violated: hit }];
	});
	return new ApiError(403, {
		error: { message: 'Content blocked by guardrail', status: 403 },
		guardrails: {
			results: {
				[field]: {
					model_name: model,
					decisions: Object.fromEntries(decisions),
					violated: true,
					action: 'block',
				},
			},
		},
	});
}
