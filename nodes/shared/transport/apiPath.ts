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
			// Half a surrogate pair, which a cut-off emoji leaves, cannot be encoded.
			if (['', '.', '..'].includes(segment.trim()) || !isWellFormed(segment)) {
				throw new ParameterError(
					`"${segment}" is not an ID`,
					'Choose one from the list, or check the expression that gives it.',
				);
			}
			return `/${encodeURIComponent(segment)}`;
		})
		.join('');

const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);
