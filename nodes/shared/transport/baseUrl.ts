/**
 * The API's root without a trailing `/` or `/v1`, so that paths can always start with `/v1`.
 *
 * @throws when the text is no http(s) URL
 */
export function apiBaseUrl(baseUrl: unknown): string {
	const text = String(baseUrl ?? '').trim();
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		throw new Error(
			`The Base URL "${text}" of the Mistral Agents credential is not an http(s) URL. Enter one such as https://api.mistral.ai`,
		);
	}
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '');
}
