/**
 * The text of a PDF, page by page, as far as it stands there as it is: literal strings that are shown
 * with `Tj` in uncompressed content streams. That is what small generated files have, no more.
 */
export function pdfPages(bytes: Buffer): string[] {
	const file = bytes.toString('latin1');
	const streams = [...file.matchAll(/\bstream\r?\n([\s\S]*?)\bendstream\b/g)];
	const pages = streams
		.map(([, content = '']) => shownTexts(content).join('\n'))
		.filter((text) => text !== '');
	const count = [...file.matchAll(/\/Type\s*\/Page\b/g)].length;
	const missing = Math.max(0, count - pages.length);
	return [...pages, ...Array.from({ length: missing }, () => '')];
}

function shownTexts(content: string): string[] {
	const texts = content.matchAll(/\(((?:\\[\s\S]|[^\\()])*)\)\s*Tj\b/g);
	return [...texts].map(([, text = '']) => unescaped(text));
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Literal strings escape by backslash: a letter, an octal code, or the character itself. */
function unescaped(text: string): string {
	return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, code: string) =>
		/[0-7]/.test(code) ? String.fromCharCode(parseInt(code, 8)) : (escapes[code] ?? code),
	);
}
