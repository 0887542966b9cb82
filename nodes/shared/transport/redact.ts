/** Takes secrets out of words that somebody else has chosen. */
export type Redact = (text: string) => string;

/** In characters: what a part of a secret must have in common with it at least, and need not exceed. */
const shortestPart = 8;
const longestPart = 12;

/**
 * An API, or a gateway before it, may say what it was sent. Besides whole secrets, every part is taken out that is as
 * long as half of one, with 12 characters at the most: `Invalid key abcd…` shows the beginning. Secrets
 * under 8 characters are only found as words of their own, as they may be part of any other.
 */
export const redactor = (secrets: string[]): Redact => {
	const hiders = secrets.filter(Boolean).map(hiderOf);
	return (text) => hiders.reduce((rest, hide) => hide(rest), text);
};

const hidden = '[hidden]';

const hiderOf = (secret: string): Redact =>
	secret.length < shortestPart ? hideWord(secret) : hideParts(secret);

function hideWord(word: string): Redact {
	const whole = new RegExp(`(?<!\\w)${word.replace(/\W/g, '\\$&')}(?!\\w)`, 'g');
	return (text) => text.replace(whole, hidden);
}

function hideParts(secret: string): Redact {
	const size = Math.min(longestPart, Math.max(shortestPart, Math.ceil(secret.length / 2)));
	return (text) => {
		let result = '';
		for (let at = 0; at < text.length;) {
			let end = at + size;
			if (end > text.length || !secret.includes(text.slice(at, end))) {
				result += text[at++] ?? '';
				continue;
			}
			while (end < text.length && secret.includes(text.slice(end - size + 1, end + 1))) end++;
			result += hidden;
			at = end;
		}
		return result;
	};
}
