import { describe, expect, it } from '@jest/globals';
import type { IDataObject, IRun } from 'n8n-workflow';

import { resumeWorkflow, runWorkflow } from '../../scripts/engine/engine';
import { readExample } from '../../scripts/examples';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor } from './workflow';

const session = useSimulator();

const options = () => ({ credential: credentialFor(session.simulator) });
const itemOf = ({ data }: IRun, node: string): IDataObject | undefined =>
	data.resultData.runData[node]?.[0]?.data?.main?.[0]?.[0]?.json;

describe('the example of an approval', () => {
	const workflow = readExample('approve-tool-calls.json');
	const untilWaiting = async () => {
		const run = await runWorkflow(workflow, options());
		expect(run.status).toBe('waiting');
		return run;
	};
	const confirmations = () =>
		session.simulator.requests
			.map(({ body }) => (body as IDataObject).tool_confirmations as IDataObject[] | undefined)
			.filter(Boolean);

	it('shows the arguments of each call to whoever decides', async () => {
		expect(itemOf(await untilWaiting(), 'Message to the approver')).toEqual({
			form: expect.stringMatching(/^http/),
			calls: [{ name: 'gmail_search', args: { query: expect.stringContaining('Acme') } }],
		});
	});

	it('waits for an hour', async () => {
		const begin = Date.now();
		const { waitTill } = await untilWaiting();
		const hours = (Number(waitTill) - begin) / 3_600_000;
		expect(hours).toBeGreaterThan(0.99);
		expect(hours).toBeLessThan(1.1);
	});

	it.each<[string, string, IDataObject | undefined, string]>([
		['is allowed', 'allow', { Decision: 'Allow' }, 'gmail'],
		['is denied', 'deny', { Decision: 'Deny' }, 'I did not call gmail_search'],
		['gets no decision in time', 'deny', undefined, 'I did not call gmail_search'],
	])('goes on when the call %s', async (_, confirmation, json, said) => {
		const waiting = await untilWaiting();
		expect(confirmations()).toEqual([]);
		const run = await resumeWorkflow(workflow, options(), waiting, json && [{ json }]);
		expect(run.data.resultData.error).toBeUndefined();
		expect(confirmations()).toEqual([[{ tool_call_id: expect.any(String), confirmation }]]);
		expect(itemOf(run, 'Confirm')).toMatchObject({
			status: 'completed',
			text: expect.stringContaining(said),
		});
	});
});
