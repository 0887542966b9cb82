const hasScheme = /^[a-z][a-z\d+.-]*:/i;

/**
 * The absolute URL of a request, which is within the credential's origin.
 *
 * @param base as `apiBaseUrl` gives it
 * @param address absolute, or a path
 * @param pathsBelow the URL that a path is below
 * @throws one sentence when the address leads elsewhere, or nowhere
 */
export function addressWithin(base: string, address: string, pathsBelow: string): string {
	const below = `${pathsBelow.replace(/\/+$/, '')}/${address.replace(/^\/+/, '')}`;
	const absolute = hasScheme.test(address) ? address : below;
	if (!URL.canParse(absolute)) {
		throw new Error(
			`"${absolute}" is no URL: enter one that begins with ${base}, or a path such as /v1/models`,
		);
	}
	const url = new URL(absolute);
	if (url.origin !== new URL(base).origin) {
		throw new Error(
			`The Mistral API key is not sent to ${url.origin}: the Base URL of the credential is ${base}`,
		);
	}
	return url.href;
}
