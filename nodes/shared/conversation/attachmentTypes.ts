import { ParameterError } from '../transport/parameterError';
import type { UploadFile } from '../transport/multipart';

/** How a file goes to the model. */
export type AttachmentKind = 'image' | 'document';

/**
 * What models can look at: Mistral's page on vision (docs.mistral.ai/capabilities/vision, its FAQ) names
 * these, and so does its refusal of others ("Allowed formats are JPEG,PNG,WEBP,GIF",
 * mistralai/platform-docs-public#149). TIFF and BMP are for OCR only (its page on known limitations). A GIF
 * may have one frame, and a request 8 images; both are left to Mistral, as the number differs from model to
 * model.
 */
const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

/** What the Files API takes with purpose `ocr`, in the words of its refusal (client-python#217). */
const documentTypes = [
	'application/pdf',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	'application/epub+zip',
	'application/docbook+xml',
	'application/rtf',
	'application/vnd.oasis.opendocument.text',
	'application/x-biblatex',
	'application/x-bibtex',
	'application/x-endnote+xml',
	'application/x-fictionbook+xml',
	'application/x-ipynb+json',
	'application/x-jats+xml',
	'application/x-latex',
	'application/x-opml+xml',
	'text/troff',
	'text/x-dokuwiki',
];

/** Mail programs and servers often say no more of a file than that it has bytes. */
const typesByExtension: Record<string, string> = {
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	webp: 'image/webp',
	gif: 'image/gif',
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	epub: 'application/epub+zip',
	rtf: 'application/rtf',
	odt: 'application/vnd.oasis.opendocument.text',
};

/** In bytes: what is documented for images (the same FAQ: "10Mb"), and for files (`files_api_routes_upload_file`). */
const largest = { image: 10_000_000, document: 512_000_000 };

/** The type that a name tells, as far as Mistral takes it. */
export const typeByName = (name: string): string | undefined =>
	typesByExtension[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];

export const isImage = (type: string) => imageTypes.includes(type);

/**
 * How a file goes to the model, and by which type.
 *
 * @throws {ParameterError} for what Mistral does not take
 */
export function acceptedAs({ name, type: told, size }: UploadFile): {
	kind: AttachmentKind;
	type: string;
} {
	if (size === 0) {
		throw new ParameterError(
			`The attachment "${name}" is empty (0 bytes)`,
			'Mistral takes no empty files. Leave it out, or check the node that gives it.',
		);
	}
	// A type may have parameters, as in `image/png; name=…`.
	const plain = told.split(';', 1).join('').trim().toLowerCase();
	const isKnown = isImage(plain) || documentTypes.includes(plain);
	const type = isKnown ? plain : typeByName(name);
	if (type === undefined) {
		throw new ParameterError(
			`The attachment "${name}" is of a type that Mistral does not take (${told})`,
			'It takes images (PNG, JPEG, WebP, GIF), PDF, Word, PowerPoint, OpenDocument text, EPUB and RTF. Put what a text file says into the message, with Extract From File, or upload the file into a library.',
		);
	}
	const kind = isImage(type) ? 'image' : 'document';
	if (size > largest[kind]) {
		throw new ParameterError(
			`The attachment "${name}" has ${megabytes(size)} MB, but Mistral takes ${kind}s of at most ${megabytes(largest[kind])} MB`,
			'Attach a smaller one.',
		);
	}
	return { kind, type };
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1_000_000);
