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
	if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
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
