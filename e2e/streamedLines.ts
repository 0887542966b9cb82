import { expect } from '@jest/globals';

/** A line of what n8n streams to the caller of a webhook or a chat. */
export interface Line {
	type: string;
	content?: string;
	/** ms since the request. */
	at: number;
}

/** Calls an address of n8n and gives what it streams, line by line. */
export async function streamedLines(url: string, body: object): Promise<Line[]> {
	const start = Date.now();
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(response.status).toBe(200);
	const lines: Line[] = [];
	const decoder = new TextDecoder();
	let rest = '';
	for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
		const [last = '', ...complete] = (rest + decoder.decode(bytes, { stream: true }))
			.split('\n')
			.reverse();
		rest = last;
		for (const line of complete.reverse()) {
			if (line) lines.push({ ...(JSON.parse(line) as Line), at: Date.now() - start });
		}
	}
	return lines;
}

const isStep = ({ content }: Line) => content?.startsWith('{') === true;

/** Pieces of the answer's text. */
export const pieces = (lines: Line[]): Line[] =>
	lines.filter((line) => line.type === 'item' && !isStep(line));

export const textOf = (lines: Line[]): string =>
	pieces(lines)
		.map(({ content }) => content)
		.join('');

/** Tools, handoffs and calls, where the option Stream Steps has them sent. */
export const stepsOf = (lines: Line[]): unknown[] =>
	lines.filter(isStep).map(({ content }) => JSON.parse(String(content)));
