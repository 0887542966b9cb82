import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { runWorkflow, type WorkflowFile } from '../../scripts/engine/engine';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor } from './workflow';

const folder = path.resolve(__dirname, '../../examples');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

const session = useSimulator();

describe('the examples', () => {
	// Those with other triggers run in a full n8n, in the end-to-end tests.
	const startedByButton = files.filter((file) =>
		readFileSync(path.join(folder, file), 'utf8').includes('"n8n-nodes-base.manualTrigger"'),
	);

	it.each(startedByButton)('%s runs through, every node giving items', async (file) => {
		const workflow = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as WorkflowFile;
		const { status, data } = await runWorkflow(workflow, {
			credential: credentialFor(session.simulator),
		});
		expect(data.resultData.error).toBeUndefined();
		expect(status).toBe('success');
		for (const { name } of workflow.nodes) {
			const [run] = data.resultData.runData[name] ?? [];
			expect([name, run?.data?.main?.[0]?.length]).toEqual([name, expect.any(Number)]);
			expect(run?.data?.main?.[0]).not.toEqual([]);
		}
	});

	it.each(files)('%s holds no credential and no account', (file) => {
		const text = readFileSync(path.join(folder, file), 'utf8');
		expect(text).not.toMatch(/"(credentials|instanceId|meta|versionId)"/);
	});
});
