/** What the simulated processing reads out of a file. */
import { pdfPages } from './pdf';

const textTypes =
	/^text\/|^application\/(.*\+)?(json|xml|yaml|x-yaml|x-ndjson|jsonl|javascript|x-tex)$/;

const textExtensions = new Set(
	'txt md rst csv tsv json jsonl xml yaml yml html htm tex log eml js ts py'.split(' '),
);

/** Lowercase and without the dot; null when the name has none. */
export function extensionOf(fileName: string): string | null {
	return /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? null;
}

/**
 * The pages of a file: of a text those between form feeds, of a PDF what {@link pdfPages} finds. Of
 * anything else, and of bytes that are not kept, it is one page without text.
 */
export function pagesOf(
	fileName: string,
	mimeType: string | null,
	bytes: Buffer | undefined,
): string[] {
	const extension = extensionOf(fileName) ?? '';
	if (!bytes) return [''];
	if (mimeType === 'application/pdf' || extension === 'pdf') return pdfPages(bytes);
	const isText = textTypes.test(mimeType ?? '') || textExtensions.has(extension);
	return isText ? new TextDecoder().decode(bytes).split('\f') : [''];
}
