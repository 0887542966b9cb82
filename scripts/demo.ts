import { type IDataObject, type ITaskData, jsonParse, type StructuredChunk } from 'n8n-workflow';

import { runWorkflow } from './engine/engine';
import { readExample } from './examples';
import { mistral } from './mistral';

/** Runs an example workflow in n8n's engine and prints what each node gives as it comes. */
async function demo() {
	const api = await mistral();
	const workflow = readExample('research-and-follow-up.json');
	console.log(`"${workflow.name}" in n8n's engine, against ${api.baseUrl}`);
	if (api.simulated) {
		console.log(
			'That is the simulator: answers are made up. Set MISTRAL_API_KEY to talk to Mistral.',
		);
	}
	console.log();
	try {
		const { status, data } = await runWorkflow(workflow, {
			credential: { apiKey: api.apiKey, baseUrl: api.baseUrl },
			onNodeStart: (node) => console.log(`> ${node} …`),
			onChunk: printChunk,
			onNodeEnd: printNode,
		});
		const { error } = data.resultData;
		if (status === 'success') console.log('The workflow ran through.');
		else console.error(`The workflow failed. ${error?.description ?? error?.message ?? status}`);
		return status === 'success' ? 0 : 1;
	} finally {
		await api.close();
	}
}

/** Text as it comes, steps on lines of their own. */
function printChunk({ type, content = '' }: StructuredChunk) {
	if (type === 'begin') process.stdout.write('  | ');
	if (type === 'item') process.stdout.write(content.startsWith('{') ? stepOf(content) : content);
	if (type === 'end' || type === 'error') process.stdout.write('\n');
}

function stepOf(content: string) {
	const { type, name } = jsonParse<{ type: string; name?: string }>(content);
	return `[${[type, name].filter(Boolean).join(' ')}]\n  | `;
}

function printNode(_: string, { executionTime, data, executionStatus }: ITaskData) {
	const items = data?.main?.[0] ?? [];
	console.log(`  ${executionStatus} in ${executionTime} ms, ${items.length} item(s)`);
	for (const { json } of items) {
		if (json.type) console.log(`    ${titleOf(json)}: ${shown(json.content ?? json.arguments)}`);
		else
			for (const [name, value] of Object.entries(json)) console.log(`    ${name}: ${shown(value)}`);
	}
	console.log();
}

/** Entries of a history take one line each. */
const titleOf = ({ type, name }: IDataObject) => [type, name].filter(Boolean).join(' ');

const longest = 160;

function shown(value: IDataObject[string]) {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

demo().then(
	(exitCode) => process.exit(exitCode),
	(error: unknown) => {
		console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
		process.exit(1);
	},
);
