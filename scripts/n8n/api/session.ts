import { randomUUID } from 'node:crypto';

/** An answer of n8n with a status of 400 or more. The message is n8n's own. */
export class N8nError extends Error {
	constructor(
		message: string,
		readonly status: number,
	) {
		super(message);
		this.name = 'N8nError';
	}
}

type Method = 'GET' | 'POST' | 'PATCH';

/** Talks to n8n as its editor does, with the cookie that n8n gives at login. */
export class Session {
	private cookie = '';

	/** n8n binds the cookie to the browser that logged in. */
	private readonly browserId = randomUUID();

	constructor(private readonly url: string) {}

	/** Calls n8n's internal API. Resolves to the `data` of the answer; throws `N8nError`. */
	async rest<T>(method: Method, path: string, body?: unknown): Promise<T> {
		const { data } = await this.request<{ data: T }>(method, `/rest${path}`, body);
		return data;
	}

	/** Calls any address of n8n that answers with JSON. Throws `N8nError`. */
	async request<T>(method: Method, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'browser-id': this.browserId,
				cookie: this.cookie,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		const text = await response.text();
		if (!response.ok) {
			const reason = `${method} ${path}: ${messageIn(text)} (HTTP ${response.status})`;
			throw new N8nError(reason, response.status);
		}
		return JSON.parse(text) as T;
	}
}

function messageIn(text: string): string {
	try {
		const { message = text, hint } = JSON.parse(text) as { message?: string; hint?: string };
		return hint ? `${message} ${hint}` : message;
	} catch {
		// Of an address that n8n does not have it says so in a page.
		const [, said = text] = /<pre>([^<]*)/.exec(text) ?? [];
		return said.slice(0, 500);
	}
}
