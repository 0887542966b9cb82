import { describe, expect, it } from '@jest/globals';

import { resumeWorkflow, runWorkflow } from '../../scripts/engine/engine';
import { exampleFiles, readExample, type WorkflowFile } from '../../scripts/examples';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor } from './workflow';

const files = exampleFiles();

const session = useSimulator();

/** The nodes that are reached from the trigger by first outputs: the others are for failures. */
function goodPath({ nodes, connections }: WorkflowFile): string[] {
	const [trigger] = nodes.filter(({ type }) => type.endsWith('Trigger'));
	const path = new Set([String(trigger?.name)]);
	for (const name of path) {
		for (const { node } of connections[name]?.main?.[0] ?? []) path.add(node);
	}
	return [...path];
}

describe('the examples', () => {
	// Those with other triggers run in a full n8n, in the end-to-end tests.
	const startedByButton = files.filter((file) =>
		readExample(file).nodes.some(({ type }) =>
			['n8n-nodes-base.manualTrigger', 'n8n-nodes-mistral-agents.mistralTrigger'].includes(type),
		),
	);

	it.each(startedByButton)('%s runs, each node of its good path giving items', async (file) => {
		const workflow = readExample(file);
		const options = { credential: credentialFor(session.simulator) };
		const first = await runWorkflow(workflow, options);
		// A form is left unanswered until its time is over.
		const isWaiting = first.status === 'waiting';
		const { status, data } = isWaiting ? await resumeWorkflow(workflow, options, first) : first;
		expect(data.resultData.error).toBeUndefined();
		expect(status).toBe('success');
		for (const name of goodPath(workflow)) {
			// A loop runs often, and gives by its first output only in the end.
			const runs = data.resultData.runData[name] ?? [];
			expect([name, runs.flatMap((run) => run.data?.main?.[0] ?? [])]).not.toEqual([name, []]);
		}
	});

	it.each(files)(
		'%s says on the canvas what it does, and sends nothing to anybody else',
		(file) => {
			const { nodes } = readExample(file);
			const [note] = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
			expect(note?.parameters.content).toMatch(/^## .+\n.+/);
			expect(nodes.filter(({ type }) => type === 'n8n-nodes-base.httpRequest')).toEqual([]);
		},
	);

	it.each(files)('%s holds no credential and no account', (file) => {
		expect(JSON.stringify(readExample(file))).not.toMatch(
			/"(credentials|instanceId|meta|versionId)"/,
		);
	});
});
