import { describe, expect, it } from '@jest/globals';
import type { IDataObject, IRun } from 'n8n-workflow';

import { resumeWorkflow, runWorkflow } from '../../scripts/engine/engine';
import { readExample, type WorkflowFile } from '../../scripts/examples';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor } from './workflow';

const session = useSimulator();

/** The items that a node gave. */
const itemsOf = ({ data }: IRun, node: string): IDataObject[] =>
	(data.resultData.runData[node]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);

/** An example, as it is or with other files. */
const workflowOf = (file: string, change = (text: string) => text) =>
	JSON.parse(change(JSON.stringify(readExample(file)))) as WorkflowFile;

/** `METHOD end of the path` of what was written since a request. */
const writesSince = (before: number) =>
	session.simulator.requests
		.slice(before)
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);

async function run(file: string, change?: (text: string) => string) {
	const before = session.simulator.requests.length;
	const credential = credentialFor(session.simulator);
	const result = await runWorkflow(workflowOf(file, change), { credential });
	expect(result.data.resultData.error).toBeUndefined();
	return { result, writes: writesSince(before) };
}

const documents = () => {
	const { libraries } = session.simulator.state;
	const library = libraries.list().find(({ name }) => name === 'n8n example: handbook');
	return libraries.documents(library?.id ?? '').list();
};

/** A file is gone, one has a new content and one another name. */
const changed = (text: string) =>
	text
		.replaceAll(/,\\n {4}\{\\n {6}\\"path\\": \\"dates[^}]*\}/g, '')
		.replaceAll('nine in the evening', 'ten in the evening')
		.replaceAll('\\"path\\": \\"rules/gate.md\\",\\n      \\"etag\\": \\"1', (part) =>
			part.replace(/1$/, '2'),
		)
		.replaceAll('rules/water.md', 'rules/well.md');

const actions = (items: IDataObject[]) => items.map(({ key, action }) => `${action} ${key}`);

describe('the example that keeps a folder in step', () => {
	it('uploads nothing in its second run, and follows what has changed', async () => {
		const first = await run('keep-a-folder-in-step.json');
		expect(itemsOf(first.result, 'Report')).toEqual([{ action: 'created', count_key: 3 }]);
		const second = await run('keep-a-folder-in-step.json');
		expect(second.writes).toEqual([]);
		const third = await run('keep-a-folder-in-step.json', changed);
		expect(actions(itemsOf(third.result, 'Sync')).sort()).toEqual([
			'deleted dates/party.md',
			'deleted rules/gate.md',
			'moved rules/well.md',
			'replaced rules/gate.md',
		]);
		expect(documents().map(({ name }) => name)).toEqual(['well.md', 'gate.md']);
	});
});

describe('the example that keeps a drive in step', () => {
	const limit = '"options":{"maxDeletePercent":100},';

	it('downloads and uploads only what has changed, and deletes what is gone', async () => {
		await run('keep-a-drive-in-step.json');
		const second = await run('keep-a-drive-in-step.json');
		expect(second.writes).toEqual([]);
		const third = await run('keep-a-drive-in-step.json', (text) =>
			// Two of three would go.
			changed(text).replace('"operation":"compare",', (part) => part + limit),
		);
		expect(itemsOf(third.result, 'Download').map(({ key }) => key)).toEqual([
			'rules/gate.md',
			'rules/well.md',
		]);
		expect(
			itemsOf(third.result, 'Delete')
				.map(({ deleted }) => deleted)
				.sort(),
		).toEqual([false, true]);
		expect(documents().map(({ name }) => name)).toEqual(['well.md', 'gate.md']);
	});
});

describe('the example with an approval', () => {
	const file = 'approve-deletions.json';

	/** Runs it, and goes on with what somebody has chosen in the form. */
	async function decided(decision: string, change?: (text: string) => string) {
		const waiting = await run(file, change);
		expect(waiting.result.status).toBe('waiting');
		expect(waiting.writes.filter((write) => !write.startsWith('POST libraries'))).toEqual([]);
		const before = session.simulator.requests.length;
		const result = await resumeWorkflow(
			workflowOf(file, change),
			{ credential: credentialFor(session.simulator) },
			waiting.result,
			[{ json: { Decision: decision } }],
		);
		expect(result.data.resultData.error).toBeUndefined();
		return { result, writes: writesSince(before) };
	}

	it('applies just the plan of its dry run', async () => {
		const first = await decided('Apply');
		expect(actions(itemsOf(first.result, 'Apply'))).toHaveLength(3);
		const second = await decided('Apply', changed);
		expect(actions(itemsOf(second.result, 'Apply'))).toHaveLength(4);
		expect(documents().map(({ name }) => name)).toEqual(['well.md', 'gate.md']);
		const third = await run(file, changed);
		expect(third.result.status).toBe('success');
		expect(third.writes).toEqual([]);
	});

	it('does nothing when somebody says no', async () => {
		await decided('Apply');
		const before = documents().map(({ name }) => name);
		const refused = await decided('Leave all as it is', changed);
		expect(refused.writes).toEqual([]);
		expect(itemsOf(refused.result, 'Apply')).toEqual([]);
		expect(documents().map(({ name }) => name)).toEqual(before);
	});
});
