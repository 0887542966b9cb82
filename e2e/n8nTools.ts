import type { INode } from 'n8n-workflow';

import { useLocalServer } from '../test/engine/localServer';
import { into, node } from './workflows';
import type { World } from './world';

const langchain = '@n8n/n8n-nodes-langchain';

export const calculator = (): INode => node('Calculator', `${langchain}.toolCalculator`);

/** The Code tool takes a text, or what a schema says by an example. */
export const code = (name: string, jsCode: string, example?: object): INode =>
	node(
		name,
		`${langchain}.toolCode`,
		{
			description: `Does what ${name} says`,
			jsCode,
			...(example && {
				specifyInputSchema: true,
				schemaType: 'fromJson',
				jsonSchemaExample: JSON.stringify(example),
			}),
		},
		{ typeVersion: 1.3 },
	);

export const httpRequest = (name: string, url: string): INode =>
	node(
		name,
		'n8n-nodes-base.httpRequestTool',
		{ url, toolDescription: 'The weather of a city' },
		{ typeVersion: 4.2 },
	);

/** Calls another workflow, which is there already. */
export const workflow = (name: string, id: string, inputs: Record<string, string>): INode =>
	node(
		name,
		`${langchain}.toolWorkflow`,
		{
			description: 'How many of an article are there',
			workflowId: { __rl: true, mode: 'id', value: id },
			workflowInputs: {
				mappingMode: 'defineBelow',
				value: inputs,
				schema: Object.keys(inputs).map((id) => ({ id, displayName: id, type: 'string' })),
			},
		},
		{ typeVersion: 2.2 },
	);

export const mcpClient = (name: string, endpointUrl: string): INode =>
	node(
		name,
		`${langchain}.mcpClientTool`,
		{ endpointUrl, serverTransport: 'httpStreamable', authentication: 'none' },
		{ typeVersion: 1.2 },
	);

/** n8n's Human review, asking in a chat. */
export const review = (name: string): INode =>
	node(name, `${langchain}.chatHitlTool`, {}, { typeVersion: 1.3 });

/** A workflow for the workflow tool: says how many there are of an article. */
export const importStock = async ({ n8n }: World): Promise<string> => {
	const trigger = node(
		'When called',
		'n8n-nodes-base.executeWorkflowTrigger',
		{ workflowInputs: { values: [{ name: 'article' }] } },
		{ typeVersion: 1.1 },
	);
	const count = node(
		'Count',
		'n8n-nodes-base.set',
		{
			assignments: {
				assignments: [
					{ id: '1', name: 'stock', type: 'string', value: '=17 of {{ $json.article }}' },
				],
			},
		},
		{ typeVersion: 3.4, position: [220, 0] },
	);
	const id = await n8n.api.importWorkflow({
		name: 'Stock',
		nodes: [trigger, count],
		connections: into('Count', [trigger]),
	});
	await n8n.api.activate(id);
	return id;
};

/** An MCP server, which is n8n's own: it offers one tool, `Fahrenheit`. Gives the server's workflow and address. */
export const importMcpServer = async ({ n8n }: World): Promise<{ id: string; url: string }> => {
	const server = node(
		'MCP Server',
		`${langchain}.mcpTrigger`,
		{ path: 'degrees' },
		{ typeVersion: 2, webhookId: 'degrees' },
	);
	const tool = code('Fahrenheit', 'return String(query.celsius * 1.8 + 32)', { celsius: 1 });
	const id = await n8n.api.importWorkflow({
		name: 'MCP server',
		nodes: [server, tool],
		connections: into('MCP Server', [tool], 'ai_tool'),
	});
	await n8n.api.activate(id);
	return { id, url: `${n8n.url}/mcp/degrees` };
};

/** A service for the HTTP Request tool, at 127.0.0.1. */
export interface WeatherService {
	readonly url: string;
	/** The cities that it was asked for. */
	readonly asked: Array<string | null>;
}

export function useWeatherService(): WeatherService {
	const asked: Array<string | null> = [];
	const server = useLocalServer((request, response) => {
		const city = new URL(request.url ?? '', server.url).searchParams.get('city');
		asked.push(city);
		response
			.setHeader('content-type', 'application/json')
			.end(JSON.stringify({ sky: `clear over ${city}` }));
	});
	return {
		get url() {
			return server.url;
		},
		asked,
	};
}
