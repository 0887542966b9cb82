import { ParameterError } from '../operation/parameters';

/**
 * The URL path of encoded segments. `encodeURIComponent('..')` is `..`, which would climb to another
 * endpoint, so segments that are empty or dots only are refused.
 *
 * @throws {ParameterError} when a segment cannot be an id
 */
export const apiPath = (segments: string[]): string =>
	segments
		.map((segment) => {
			if (['', '.', '..'].includes(segment.trim())) {
				throw new ParameterError(
					`"${segment}" is not an ID`,
					'Choose one from the list, or check the expression that gives it.',
				);
			}
			return `/${encodeURIComponent(segment)}`;
		})
		.join('');
