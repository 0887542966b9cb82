/** Outputs of the nodes as built, run in n8n's engine against the simulator. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSimulator } from '../../simulator/server';
import { type BuiltOperation, builtOperations } from '../contract/builtNodes';
import { setsOf } from '../contract/parameterSets';
import { furnish } from '../contract/world';
import { inMemory } from '../engine/files';
import { credentialFor, runNode } from '../engine/workflow';
import { merged, type Schema, schemaOf } from './schema';

const tools = (...types: string[]) => ({ values: types.map((type) => ({ type })) });

/** What makes an answer have all that an answer can have. */
const questions: IDataObject[] = [
	{ text: 'Search the web', tools: tools('web_search') },
	{ text: 'Draw a cat', tools: tools('image_generation') },
	{ text: 'Compute 1 + 1', tools: tools('code_interpreter') },
	{
		text: 'Call get_rate',
		tools: { values: [{ type: 'function', name: 'get_rate', parameters: '{ "type": "object" }' }] },
	},
	{ text: 'Think', completionArgs: { reasoningEffort: 'high' } },
];

const answering = ['start', 'append', 'restart'].map((name) => `conversation.${name}`);

/** The schema of each operation's simplified output, by `resource.operation`. */
export async function outputSchemas(): Promise<Map<string, Schema>> {
	const found = new Map<string, Schema>();
	for (const [name, operation] of builtOperations) {
		const { none, all } = setsOf(name);
		const sets = [none, ...all, ...(name === 'conversation.start' ? questions : [])];
		const outputs: IDataObject[] = [];
		for (const set of sets) outputs.push(...(await outputOf(operation, set)));
		const schema = merged(outputs.map(schemaOf));
		if (schema) found.set(name, schema);
	}
	// All ways to get an answer have one form of it.
	const answer = merged(answering.map((name) => found.get(name)));
	if (answer) for (const name of answering) found.set(name, answer);
	return found;
}

async function outputOf({ type, resource, operation }: BuiltOperation, set: IDataObject) {
	const simulator = await startSimulator();
	try {
		const given = furnish(simulator)(set) as INodeParameters;
		const binaries = [{ data: inMemory('First'), file: inMemory('Second', 'b.txt') }];
		const parameters = { resource, operation, ...given };
		const { outputs } = await runNode(type, credentialFor(simulator), parameters, { binaries });
		return outputs[0] ?? [];
	} finally {
		await simulator.close();
	}
}
