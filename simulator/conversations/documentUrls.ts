import { invalidRequest } from '../errors';
import type { SignedUrls, Target } from '../files/signedUrls';
import type { Entry } from '../schemas/entries';

/**
 * Refuses documents that the service could not fetch: 404 with code 3040 (observed; the words are
 * assumed). A URL of this simulator must be valid; others are not fetched, and only those whose host
 * ends in `.invalid` are taken to lead nowhere.
 */
export function checkDocumentUrls(inputs: Entry[], urls: SignedUrls): void {
	for (const entry of inputs) {
		if (entry.type !== 'message.input' || typeof entry.content === 'string') continue;
		for (const chunk of entry.content) {
			if (chunk.type !== 'document_url' || leadsSomewhere(chunk.document_url, urls)) continue;
			throw invalidRequest(404, `Document ${chunk.document_url} could not be fetched.`, 3040);
		}
	}
}

function leadsSomewhere(address: string, urls: SignedUrls): boolean {
	if (!URL.canParse(address)) return false;
	const url = new URL(address);
	if (url.origin !== urls.origin) return !url.hostname.endsWith('.invalid');
	const target = urls.open(url.searchParams.get('sig') ?? '');
	return target !== undefined && isThere(target);
}

function isThere({ read }: Target): boolean {
	try {
		read();
		return true;
	} catch {
		return false;
	}
}
