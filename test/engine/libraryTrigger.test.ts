import { setImmediate } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import { PollContext } from 'n8n-core';
import {
	type IDataObject,
	type INode,
	Workflow,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalData } from '../../scripts/engine/additionalData';
import { nodeTypes } from '../../scripts/engine/nodeTypes';
import { newLibrary } from '../simulator/uploads';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor } from './workflow';

const session = useSimulator();
const type = 'n8n-nodes-mistral-agents.mistralLibraryTrigger';
const name = 'Mistral Library Trigger';

/** A workflow that is activated, and started anew with each poll: only its static data is kept. */
class Polled {
	staticData: IDataObject = {};

	constructor(
		private libraryId: string,
		private readonly events = ['added', 'processed', 'failed'],
	) {}

	/** Another library is chosen. */
	choose(libraryId: string) {
		this.libraryId = libraryId;
	}

	async poll(
		mode: WorkflowExecuteMode = 'trigger',
		activation: WorkflowActivateMode = 'init',
	): Promise<IDataObject[]> {
		const workflow = new Workflow({
			id: 'workflow',
			name: 'test',
			nodes: [
				{
					id: '1',
					name,
					type,
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						libraryId: { __rl: true, mode: 'id', value: this.libraryId },
						events: this.events,
					},
					credentials: { mistralAgentsApi: { id: '1', name: 'Mistral' } },
				},
			],
			connections: {},
			active: true,
			nodeTypes,
			staticData: JSON.parse(JSON.stringify(this.staticData)) as IDataObject,
		});
		const context = new PollContext(
			workflow,
			workflow.nodes[name] as INode,
			additionalData(credentialFor(session.simulator)),
			mode,
			activation,
		);
		const items = await nodeTypes.getByNameAndVersion(type, 1).poll?.call(context);
		this.staticData = workflow.staticData;
		return (items?.[0] ?? []).map(({ json }) => json);
	}

	async told(): Promise<string[]> {
		const items = await this.poll();
		return items.map(({ event, document }) => `${event} ${(document as IDataObject).name}`);
	}
}

const add = (libraryId: string, file: string, course?: object) =>
	session.simulator.state.libraries.addDocument(libraryId, { name: file, text: file, course });

describe('the library trigger', () => {
	it('gives each event once, over restarts of n8n', async () => {
		const { id } = newLibrary(session);
		add(id, 'old');
		const trigger = new Polled(id);
		expect(await trigger.told()).toEqual([]);
		const { id: documentId } = add(id, 'new', { time: Infinity });
		const [item] = await trigger.poll();
		expect(item).toEqual({
			event: 'added',
			libraryId: id,
			documentId,
			document: expect.objectContaining({ id: documentId, name: 'new', process_status: 'todo' }),
		});
		const documents = session.simulator.state.libraries.documents(id);
		documents.reprocess(documentId, { time: 0 });
		expect(await trigger.told()).toEqual(['processed new']);
		documents.reprocess(documentId, { time: 0, end: 'error' });
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(await trigger.told()).toEqual(['failed new']);
		expect(await trigger.told()).toEqual([]);
	});

	it('gives only the events that are wanted', async () => {
		const { id } = newLibrary(session);
		const trigger = new Polled(id, ['failed']);
		await trigger.poll();
		add(id, 'good', { time: 0 });
		add(id, 'bad', { time: 0, end: 'error' });
		expect(await trigger.told()).toEqual(['failed bad']);
	});

	it('misses none while pages shift, in a library of many pages', async () => {
		const { id } = newLibrary(session);
		for (const number of Array(150).keys()) add(id, `old ${number}`);
		session.simulator.state.settings.addedBetweenPages = true;
		const trigger = new Polled(id, ['added']);
		await trigger.poll();
		const told: string[] = [];
		const { faults, requests } = session.simulator;
		for (const number of Array(3).keys()) {
			add(id, `new ${number}`);
			const documents = session.simulator.state.libraries.documents(id);
			const [first] = documents.list();
			const before = requests.length;
			faults.add({ method: 'GET', skip: 1, latency: 100 });
			const poll = trigger.told();
			while (!requests.slice(before).some(({ status }) => status)) await setImmediate();
			// Gone when the first page was read, so that the others move.
			if (first) documents.remove(first);
			told.push(...(await poll));
		}
		session.simulator.state.settings.addedBetweenPages = false;
		told.push(...(await trigger.told()), ...(await trigger.told()));
		const names = told.map((one) => one.replace('added ', ''));
		expect(names.filter((one) => one.startsWith('new')).sort()).toEqual([
			'new 0',
			'new 1',
			'new 2',
		]);
		expect(new Set(names).size).toBe(names.length);
	});

	it('after a poll that failed makes up for it', async () => {
		const { id } = newLibrary(session);
		const trigger = new Polled(id, ['added']);
		await trigger.poll();
		add(id, 'new');
		session.simulator.faults.add({ path: '/v1/libraries', status: 401, body: { detail: 'No' } });
		await expect(trigger.poll()).rejects.toThrow('No');
		expect(await trigger.told()).toEqual(['added new']);
	});

	it('begins anew with another library', async () => {
		const [one, other] = [newLibrary(session), newLibrary(session)];
		const trigger = new Polled(one.id, ['added']);
		add(other.id, 'old');
		await trigger.poll();
		trigger.choose(other.id);
		expect(await trigger.told()).toEqual([]);
		add(other.id, 'new');
		expect(await trigger.told()).toEqual(['added new']);
	});

	it('gives the latest documents in a manual run, which moves nothing', async () => {
		const { id } = newLibrary(session);
		add(id, 'first');
		const trigger = new Polled(id, ['processed', 'failed']);
		await trigger.poll();
		add(id, 'bad', { time: 0, end: 'error' });
		const before = JSON.stringify(trigger.staticData);
		const items = await trigger.poll('manual', 'manual');
		expect(items.map(({ event, document }) => [event, (document as IDataObject).name])).toEqual([
			['failed', 'bad'],
			['processed', 'first'],
		]);
		expect(JSON.stringify(trigger.staticData)).toBe(before);
		expect(await trigger.told()).toEqual(['failed bad']);
	});

	it('cannot be activated without a library or an event', async () => {
		await expect(new Polled('').poll()).rejects.toThrow('The parameter "Library" is empty');
		const { id } = newLibrary(session);
		await expect(new Polled(id, []).poll()).rejects.toThrow('The parameter "Trigger On" is empty');
	});
});
