import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type IDataObject, type INodeType, NodeConnectionTypes } from 'n8n-workflow';
import { z } from 'zod';

import { nodeAsTool, review, supplying, type SuppliedTool } from './toolNodes';
import { runNode } from './workflow';

/** Runs the tools that come to it, and gives one item for each. */
const consumer: INodeType = {
	description: {
		displayName: 'Consumer',
		name: 'consumer',
		group: ['transform'],
		version: 1,
		description: 'Runs tools',
		defaults: { name: 'Consumer' },
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Arguments', name: 'args', type: 'json', default: '{}' }],
	},
	async execute() {
		const args = this.getNodeParameter('args', 0) as IDataObject;
		const connected = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Array<
			SuppliedTool & { metadata?: IDataObject; tools?: SuppliedTool[]; getTools?(): SuppliedTool[] }
		>;
		const tools = connected.flatMap((one) => one.getTools?.() ?? one);
		const run = async (tool: SuppliedTool & { metadata?: IDataObject }) => ({
			json: {
				name: tool.name,
				metadata: tool.metadata,
				isZod: tool.schema instanceof z.ZodType,
				result: await tool.invoke(args).catch((error: Error) => error.message),
			} as IDataObject,
		});
		return [await Promise.all(tools.map(run))];
	},
};

const runConsumer = async (tools: Parameters<typeof runNode>[3] = {}) =>
	await runNode(
		'test.consumer',
		{},
		{ args: { city: 'Lyon' } },
		{
			nodeTypes: { 'test.consumer': consumer },
			...tools,
		},
	);

const weather = (result: unknown = 'sunny') => ({
	name: 'get_weather',
	description: 'The weather of a city',
	schema: z.object({ city: z.string() }),
	invoke: jest.fn<SuppliedTool['invoke']>().mockResolvedValue(result),
});

describe('tool nodes in the engine of the tests', () => {
	let tool: ReturnType<typeof weather>;
	beforeEach(() => {
		tool = weather();
	});

	it('give a node the tools that they supply', async () => {
		const { outputs } = await runConsumer({ tools: [supplying('Weather', tool)] });
		expect(outputs[0]).toEqual([
			{
				name: 'get_weather',
				isZod: true,
				result: 'sunny',
				metadata: { sourceNodeName: 'Weather' },
			},
		]);
		expect(tool.invoke).toHaveBeenCalledWith({ city: 'Lyon' });
	});

	it('give a node a toolkit', async () => {
		const toolkit = { getTools: () => [tool, { ...tool, name: 'get_forecast' }] };
		const { outputs } = await runConsumer({ tools: [supplying('MCP', toolkit)] });
		expect(outputs[0]).toMatchObject([{ name: 'get_weather' }, { name: 'get_forecast' }]);
	});

	it('make a tool of one of the nodes of n8n, with the arguments that it asks for', async () => {
		const set = nodeAsTool('Say City', 'set', 3.4, {
			assignments: {
				assignments: [
					{ id: '1', name: 'said', type: 'string', value: "={{ $fromAI('city', 'A city') }}!" },
				],
			},
		});
		const { outputs, run } = await runConsumer({ tools: [set] });
		expect(outputs[0]).toMatchObject([
			{ name: 'Say_City', isZod: true, metadata: { sourceNodeName: 'Say City' } },
		]);
		expect(JSON.parse(String(outputs[0]?.[0]?.result))).toEqual([{ said: 'Lyon!' }]);
		expect(run.data.resultData.runData['Say City']).toHaveLength(1);
	});

	it('put a review before a tool, which then gives nothing and does not run', async () => {
		const { outputs } = await runConsumer({
			tools: [review('Ask', [supplying('Weather', tool)])],
		});
		const metadata = { sourceNodeName: 'Ask', gatedToolNodeName: 'Weather' };
		// The schema has a place for the reviewer's parameters, so it is tried without any.
		expect(outputs[0]).toMatchObject([{ name: 'get_weather', metadata }]);
		expect(tool.invoke).not.toHaveBeenCalled();
	});
});
