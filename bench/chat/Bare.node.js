/**
 * The least that a node of n8n can do for a chat. It reads what it is told by expressions, and its credential,
 * as any node has to; then as many looks at the list of conversations as are asked for, one request to the
 * model, by Node or as verified nodes must by n8n, and its words as they come. No checks, no errors, no
 * retries, no output.
 */
exports.Bare = class {
	description = {
		displayName: 'Bare',
		name: 'bare',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Bare' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'mistralAgentsApi', required: true }],
		properties: [
			{ displayName: 'Ask', name: 'ask', type: 'boolean', default: true },
			{ displayName: 'Session Key', name: 'sessionKey', type: 'string', default: '' },
			{ displayName: 'Text', name: 'text', type: 'string', default: '' },
		],
	};

	async execute() {
		await this.sendChunk('begin', 0);
		if (this.getNodeParameter('ask', 0)) await answer(this);
		else await this.sendChunk('item', 0, 'word');
		await this.sendChunk('end', 0);
		return [[]];
	}
};

async function answer(context) {
	const { lists, path, request, sender } = context.getInputData()[0].json.body;
	const sessionKey = context.getNodeParameter('sessionKey', 0);
	const inputs = context.getNodeParameter('text', 0);
	const { baseUrl, apiKey } = await context.getCredentials('mistralAgentsApi');
	const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
	const metadata = encodeURIComponent(JSON.stringify({ sessionKey }));
	const pages = Array.from({ length: lists }, async (_, page) => {
		const query = `metadata=${metadata}&page_size=100&page=${page}`;
		const response = await fetch(`${baseUrl}/v1/conversations?${query}`, { headers });
		return await response.json();
	});
	await Promise.all(pages);
	const body = { ...request, inputs, stream: true };
	const send = async () => {
		const options = { method: 'POST', headers, body: JSON.stringify(body) };
		return (await fetch(baseUrl + path, options)).body;
	};
	const sendByN8n = async () => {
		const options = { method: 'POST', url: path, body, encoding: 'stream' };
		const { httpRequestWithAuthentication } = context.helpers;
		return await httpRequestWithAuthentication.call(context, 'mistralAgentsApi', options);
	};
	const stream = await (sender === 'n8n' ? sendByN8n() : send());
	const decoder = new TextDecoder();
	let rest = '';
	for await (const bytes of stream) {
		const events = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n\r?\n/);
		rest = events.pop();
		for (const event of events) {
			const { content } = JSON.parse(/^data: (.*)$/m.exec(event)[1]);
			if (content) await context.sendChunk('item', 0, content);
		}
	}
}
