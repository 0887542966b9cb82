import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';
import { ParameterError } from './parameterError';

/**
 * The URL path of encoded segments. `encodeURIComponent('..')` is `..`, which would climb to another
 * endpoint, so segments that are empty or dots only are refused.
 *
 * @throws {ParameterError} when a segment cannot be an id
 */
export const apiPath = (segments: string[]): string =>
	segments
		.map((segment) => {
			if (['', '.', '..'].includes(segment.trim()) || !isWellFormed(segment)) {
				throw new ParameterError(
					`"${segment}" is not an ID`,
					'Choose one from the list, or check the expression that gives it.',
				);
			}
			return `/${encodeURIComponent(segment)}`;
		})
		.join('');

/** False with half a surrogate pair, which a cut-off emoji leaves: no URL can carry it. */
export const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);

/**
 * Refuses what no URL can carry.
 *
 * @throws {ParameterError}
 */
export function checkAddress({ path, query = {} }: ApiRequest): void {
	apiPath(path);
	for (const [name, value] of Object.entries<IDataObject[string]>(query)) {
		if ([value].flat().every((one) => isWellFormed(String(one)))) continue;
		throw new ParameterError(
			`The value for "${name}" has half a character, which no address can carry`,
			'Check the expression that gives it: it may cut an emoji in two.',
		);
	}
}
