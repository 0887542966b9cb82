import { createHash } from 'node:crypto';

/** Ids in the service's forms. The same calls in the same order give the same ids. */
export class Ids {
	private count = 0;

	/** `<prefix>_` and 32 hexadecimal digits: conversations (`conv`), entries (`msg`, `fc`, …). */
	prefixed(prefix: string): string {
		return `${prefix}_${this.hex()}`;
	}

	/** 32 hexadecimal digits. */
	hex(): string {
		return digest(String(++this.count));
	}

	/** 9 letters and digits, as every `tool_call_id` has in the vendor's samples. */
	toolCall(): string {
		return BigInt(`0x${this.hex()}`).toString(36).padStart(9, '0').slice(-9);
	}

	uuid(): string {
		return uuidForm(this.hex());
	}
}

/** 32 hexadecimal digits made from a text; they do not depend on what was minted before. */
export function digest(text: string): string {
	return createHash('md5').update(text).digest('hex');
}

/** A UUID made from a text, like {@link digest}. */
export function uuidOf(text: string): string {
	return uuidForm(digest(text));
}

function uuidForm(hex: string): string {
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
