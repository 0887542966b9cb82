/** A kind of file that its first bytes tell. */
interface FileType {
	mimeType: string;
	/** The usual one first. */
	extensions: [string, ...string[]];
	/** What the first bytes look like as Latin-1. */
	signature: RegExp;
}

const fileTypes: FileType[] = [
	{ mimeType: 'image/png', extensions: ['png'], signature: /^\x89PNG/ },
	{ mimeType: 'image/jpeg', extensions: ['jpg', 'jpeg'], signature: /^\xff\xd8\xff/ },
	{ mimeType: 'image/gif', extensions: ['gif'], signature: /^GIF8/ },
	{ mimeType: 'image/webp', extensions: ['webp'], signature: /^RIFF.{4}WEBP/s },
	{ mimeType: 'application/pdf', extensions: ['pdf'], signature: /^%PDF-/ },
];

const knownExtension = new RegExp(
	`\\.(${fileTypes.flatMap(({ extensions }) => extensions).join('|')})$`,
	'i',
);

/**
 * The type of a file, and its name with the extension that goes with it: Mistral has been seen to give
 * JPEG images as `png`.
 *
 * @param name as it is known, with an extension or without
 * @param bytes the first ones; a dozen is enough
 * @returns no type when the bytes are of no kind that is told here
 */
export function fileTypeOf(name: string, bytes: Uint8Array): { name: string; mimeType?: string } {
	const start = String.fromCharCode(...bytes.subarray(0, 16));
	const found = fileTypes.find(({ signature }) => signature.test(start));
	if (!found) return { name };
	const { mimeType, extensions } = found;
	const [, extension = ''] = /\.(\w+)$/.exec(name) ?? [];
	if (extensions.includes(extension.toLowerCase())) return { name, mimeType };
	return { name: `${name.replace(knownExtension, '')}.${extensions[0]}`, mimeType };
}
