import type { IDataObject } from 'n8n-workflow';

import type { Simulator } from '../../../simulator/server';
import { readExample, type WorkflowFile } from '../../examples';
import { hasEnded, type Execution } from '../api/execution';
import { poll } from '../process/poll';
import type { N8n } from '../startN8n';

/** What an example runs in: a full n8n with the credential, whose API is the simulator. */
export interface Surroundings {
	n8n: N8n;
	simulator: Simulator;
}

/** In ms: how long an example may take until what is waited for has come. */
const patience = 60_000;

/** Imports an example as a user does; some of its texts may be others. */
export async function importExample(
	{ n8n }: Surroundings,
	file: string,
	texts: Record<string, string> = {},
): Promise<string> {
	const text = Object.entries(texts).reduce(
		(changed, [from, to]) => changed.replaceAll(from, to),
		JSON.stringify(readExample(file)),
	);
	return await n8n.api.importWorkflow(JSON.parse(text) as WorkflowFile);
}

/** Imports an example that announces what comes into a library; here it is this one. */
export async function importForLibrary(
	all: Surroundings,
	file: string,
	library: string,
): Promise<string> {
	const id = await importExample(all, file);
	const libraryId = { __rl: true, mode: 'list', value: library };
	await all.n8n.api.changeNodes(id, (node) =>
		node.type.endsWith('.mistralLibraryTrigger')
			? { ...node, parameters: { ...node.parameters, libraryId } }
			: node,
	);
	return id;
}

/** Runs a workflow by the editor's button until it waits for somebody, or else to its end. */
export async function untilWaiting({ n8n }: Surroundings, id: string): Promise<Execution> {
	const executionId = await n8n.api.run(id);
	const ask = async () => {
		const execution = await n8n.api.execution(executionId);
		return hasEnded(execution) || execution.status === 'waiting' ? execution : undefined;
	};
	return good(await poll(ask, { failure: 'The workflow had not ended', timeout: patience }));
}

/** Runs a workflow by the editor's button, to its end. */
export async function byButton({ n8n }: Surroundings, id: string): Promise<Execution> {
	return good(await n8n.api.waitForExecution(await n8n.api.run(id), patience));
}

/** Lets a workflow run by itself while something is done. */
export async function activated<T>(
	{ n8n }: Surroundings,
	id: string,
	work: () => Promise<T>,
): Promise<T> {
	await n8n.api.activate(id);
	try {
		return await work();
	} finally {
		await n8n.api.deactivate(id);
	}
}

/** The executions that a workflow has had by itself, once there is what is wanted. */
export async function executionsUntil(
	{ n8n }: Surroundings,
	id: string,
	areEnough: (executions: Execution[]) => boolean,
	timeout = patience,
): Promise<Execution[]> {
	const ask = async () => {
		const summaries = (await n8n.api.executions(id)).filter(hasEnded);
		const executions = await Promise.all(summaries.map((one) => n8n.api.execution(one.id)));
		executions.forEach(good);
		return areEnough(executions) ? executions : undefined;
	};
	return await poll(ask, { failure: 'The workflow had not run as it should', timeout });
}

/** Fills in a form of n8n and sends it, as a browser does. */
export async function sendForm(url: string, field: string | File): Promise<void> {
	const page = await fetch(url);
	const html = await page.text();
	if (!page.ok || !html.includes('<form')) throw new Error(`${url} shows no form (${page.status})`);
	const body = new FormData();
	body.append('field-0', field);
	const response = await fetch(url, { method: 'POST', body });
	if (!response.ok) throw new Error(`The form was refused: ${await response.text()}`);
}

/** The form that an execution waits for. */
export function formOf({ n8n }: Surroundings, { id, data }: Execution): string {
	const url = new URL(`${n8n.url}/form-waiting/${id}`);
	// n8n 2.41 gives each execution a token of its own.
	if (data.resumeToken) url.searchParams.set('signature', data.resumeToken);
	return url.href;
}

/** The items that a node has given in all its runs. */
export const itemsOf = ({ data }: Execution, node: string): IDataObject[] =>
	(data.resultData.runData[node] ?? []).flatMap(({ data: output }) =>
		(output?.main?.[0] ?? []).map(({ json }) => json),
	);

/** Throws what an execution failed with. */
function good(execution: Execution): Execution {
	const { error, lastNodeExecuted } = execution.data.resultData;
	if (!error && ['success', 'waiting'].includes(execution.status)) return execution;
	throw new Error(`"${lastNodeExecuted}": ${error?.message ?? execution.status}`);
}
