import { Readable } from 'node:stream';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

/** What a request of ours is answered with: status 200 unless it is said. */
export interface Scripted {
	statusCode?: number;
	headers?: Record<string, string>;
	body?: string;
}

export interface ScriptedContext {
	context: IExecuteFunctions;
	/** What was sent, in order. */
	sent: IHttpRequestOptions[];
}

/**
 * The parts of n8n that the transport uses, without a network.
 *
 * @param respond gives the response, or throws what n8n's HTTP client would
 */
export function scriptedContext(
	respond: (options: IHttpRequestOptions) => Scripted,
	{ parameters = {}, credential = {} }: { parameters?: object; credential?: object } = {},
): ScriptedContext {
	const sent: IHttpRequestOptions[] = [];
	const send = async (options: IHttpRequestOptions) => {
		sent.push(options);
		const { statusCode = 200, headers = {}, body = '' } = respond(options);
		const bytes = Readable.from(body ? [Buffer.from(body)] : []);
		return { statusCode, headers, body: options.encoding === 'stream' ? bytes : body };
	};
	const values: Record<string, unknown> = { ...parameters };
	const context = {
		getWorkflow: () => ({ id: 'workflow', name: 'test', active: false }),
		getParentNodes: () => [],
		getChildNodes: () => [],
		getNodeInputs: () => [],
		getContext: () => ({}),
		getNode: () => ({ name: 'Mistral', type: 'x', typeVersion: 1 }),
		getCredentials: async () => ({
			apiKey: 'key',
			baseUrl: 'https://api.mistral.ai',
			...credential,
		}),
		getNodeParameter: (name: string, _: number, fallback: unknown) => values[name] ?? fallback,
		getInputData: () => [{ json: {} }],
		getTimezone: () => 'UTC',
		getExecutionCancelSignal: () => undefined,
		isStreaming: () => false,
		continueOnFail: () => false,
		addExecutionHints: () => undefined,
		helpers: {
			httpRequest: send,
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) =>
				await send(options),
			prepareBinaryData: async () => ({ data: '', mimeType: 'text/plain' }),
			assertBinaryData: () => ({ data: 'eA==', mimeType: 'text/plain', fileName: 'a.txt' }),
		},
	};
	return { context: context as unknown as IExecuteFunctions, sent };
}
