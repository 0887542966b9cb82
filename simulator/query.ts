/** What the list calls read from their query strings; unknown parameters are ignored, as FastAPI does. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

import type { SimulatorSettings } from './settings';

/** Both inclusive. */
interface Bounds {
	min?: number;
	max?: number;
}

/** A query parameter that is an integer. */
export function integer({ default: missing, ...bounds }: Bounds & { default: number }) {
	return wholeNumber(bounds).default(String(missing));
}

/** The same without a default. Call `.optional()` on it where the parameter may be left out. */
export function wholeNumber({ min, max }: Bounds = {}) {
	return z
		.string()
		.transform((text, context) => {
			if (/^-?\d+$/.test(text)) return Number(text);
			context.addIssue({
				code: 'custom',
				params: { type: 'int_parsing' },
				message: 'Input should be a valid integer, unable to parse string as an integer',
			});
			return z.NEVER;
		})
		.pipe(
			z
				.number()
				.min(min ?? Number.MIN_SAFE_INTEGER)
				.max(max ?? Number.MAX_SAFE_INTEGER),
		);
}

/** A query parameter that holds a JSON object (or `null`) as text. */
export const metadataParameter = z
	.string()
	.transform((text, context): unknown => {
		try {
			return JSON.parse(text);
		} catch {
			context.addIssue({
				code: 'custom',
				params: { type: 'json_invalid' },
				message: 'Invalid JSON',
			});
			return z.NEVER;
		}
	})
	.pipe(z.record(z.unknown()).nullable())
	.optional();

type Metadata = Record<string, unknown> | null;

/** Whether the list calls' `metadata` filter lets an entity with this metadata through. */
export function matchesMetadata(
	metadata: Metadata,
	wanted: Metadata | undefined,
	filter: SimulatorSettings['metadataFilter'],
): boolean {
	if (!wanted || filter === 'ignored') return true;
	if (filter === 'exact') return isDeepStrictEqual(metadata ?? {}, wanted);
	return Object.entries(wanted).every(([key, value]) => isDeepStrictEqual(metadata?.[key], value));
}
