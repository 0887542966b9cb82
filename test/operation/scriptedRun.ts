import type { IHttpRequestOptions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation/operation';
import { runOperation } from '../../nodes/shared/operation/run';
import { type Scripted, scriptedContext } from '../transport/scriptedContext';

/** What came of a run for one item. */
export interface ScriptedRun {
	items?: INodeExecutionData[];
	error?: Error & { description?: string | null };
	sent: IHttpRequestOptions[];
}

/** Runs an operation for one item, without a network. */
export async function runScripted(
	operation: Operation,
	parameters: object,
	respond: (options: IHttpRequestOptions) => Scripted = understood,
): Promise<ScriptedRun> {
	const { context, sent } = scriptedContext(respond, {
		parameters: { resource: 'any', operation: operation.value, ...parameters },
	});
	const resource = { name: 'Any', value: 'any', operations: [operation] as [Operation] };
	try {
		const [items] = await runOperation.call(context, [resource]);
		return { items, sent };
	} catch (error) {
		return { error: error as Error, sent };
	}
}

/** Values with which an operation can be carried out: the defaults, and something where there is none. */
export const usableParameters = ({ properties }: Operation): Record<string, unknown> =>
	Object.fromEntries(properties.map((property) => [property.name, usable(property)]));

function usable({ type, default: initial, name }: INodeProperties): unknown {
	if (type === 'resourceLocator') return { __rl: true, mode: 'id', value: '1' };
	if (name === 'stream') return false;
	if (name === 'inputType') return 'text';
	if (name === 'updateFields') return { name: 'text' };
	return type === 'string' || name === 'inputs' ? 'text' : initial;
}

const anyObject = {
	id: 'x',
	name: 'text',
	conversation_id: 'x',
	outputs: [],
	// So that nothing is waited for which the answer does not say.
	entries: [{ type: 'function.result', tool_call_id: 'text', result: 'text' }],
	messages: [],
	data: [],
	process_status: 'done',
};

/** A response that every operation understands. */
export function understood({ url = '', method, body }: IHttpRequestOptions): Scripted {
	if (url.endsWith('signed-url')) return { body: '"https://files.example/1"' };
	const isBareList = method === 'GET' && /\/(conversations|versions|aliases)$/.test(url);
	return {
		statusCode: method === 'POST' ? 201 : 200,
		// What is changed is kept.
		body: JSON.stringify(isBareList ? [] : { ...anyObject, ...changesIn(method, body) }),
	};
}

function changesIn(method: string | undefined, body: unknown): object {
	if (method !== 'PATCH') return {};
	return (typeof body === 'string' ? JSON.parse(body) : body) as object;
}
