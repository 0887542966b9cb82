import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { type PackedPackage, unpacked } from '../scripts/n8n/package/packedPackage';
import { poll } from '../scripts/n8n/process/poll';
import { type Simulator, startSimulator } from '../simulator/server';
import { Gate } from '../simulator/streams/gate';
import { RestartedN8n } from './restartedN8n';
import {
	itemsIn,
	libraryTriggerType,
	outputsIn,
	threeEntries,
	Triggered,
	triggerType,
} from './triggered';
import { root } from './world';

const version = '99.0.0';

/** The package as its next version, which tells its version in the description of a node. */
function nextVersion(): PackedPackage {
	const packed = unpacked(root);
	const change = (file: string, from: string | RegExp, to: string) => {
		const name = path.join(packed.folder, file);
		const text = readFileSync(name, 'utf8');
		expect(text).toMatch(from);
		writeFileSync(name, text.replace(from, to));
	};
	change('package.json', /"version": "[^"]+"/, `"version": "${version}"`);
	const bundle = 'dist/bundle.js';
	change(bundle, /Runs the workflow for each step/, `$& (${version})`);
	return packed;
}

/**
 * n8n's own update of a package asks npm for it, which no test can have another place for without a licence.
 * n8n's reload of files that have changed stands in for it: what n8n has loaded is thrown away and loaded anew,
 * and active triggers go on with what they are.
 */
const reloading = { N8N_DEV_RELOAD: 'true' };

describe('a newer version of the package, while both triggers are active', () => {
	let next: PackedPackage;
	let simulator: Simulator;
	let world: RestartedN8n;
	let library: string;
	let gate: Gate;
	let answer: Triggered;
	let documents: Triggered;
	beforeAll(() => {
		next = nextVersion();
	});
	afterAll(() => next.remove());
	beforeEach(async () => {
		simulator = await startSimulator({ processingTime: 0 });
		world = await RestartedN8n.start(simulator, reloading);
		({ id: library } = simulator.state.libraries.add({ name: 'Watched' }));
		const libraryId = { __rl: true, mode: 'id', value: library };
		documents = await Triggered.create(
			world,
			{ libraryId, events: ['added'] },
			undefined,
			libraryTriggerType,
		);
		await documents.activate();
		gate = new Gate();
		simulator.faults.add({ method: 'POST', path: '/v1/conversations', gate: gate.pass });
		answer = await Triggered.create(world, threeEntries);
		await answer.activate();
		gate.release(12);
		await answer.until(([run]) => run?.status === 'success');
	}, 900_000);
	afterEach(async () => {
		await world.close();
		await simulator.close();
	});

	const untilServed = async (timeout = 60_000) => {
		const ask = async () => {
			const [served] = await world.n8n.api.describe([{ type: triggerType, typeVersion: 1 }]);
			return served?.description.includes(version) || undefined;
		};
		return await poll(ask, { failure: 'n8n had not taken up the newer version', timeout });
	};
	/** A while after its start n8n begins to watch the files, and does not say so: they are written until it has. */
	const takeUp = async () => {
		const write = async () => {
			cpSync(next.folder, world.n8n.packageFolder, { recursive: true });
			return await untilServed(10_000).catch(() => undefined);
		};
		await poll(write, { failure: 'n8n had not noticed the newer version', timeout: 120_000 });
	};
	const add = (name: string) =>
		simulator.state.libraries.addDocument(library, { name, text: name });
	/** Each entry of the answer, and each of these documents, has been given once. */
	const expectEachOnce = async (names: string[]) => {
		const entries = await answer.until((runs) => itemsIn(runs).length >= 3, { timeout: 300_000 });
		expect(itemsIn(entries).map(({ id }) => id)).toEqual(outputsIn(simulator));
		// n8n looks once a minute.
		const told = await documents.until((runs) => itemsIn(runs).length >= names.length, {
			timeout: 90_000,
		});
		expect(itemsIn(told).map(({ document }) => (document as IDataObject).name)).toEqual(names);
	};

	it('which n8n loads while it runs: the answer under way goes on, and so does the one after a restart', async () => {
		await takeUp();
		add('first.md');
		gate.open();
		await expectEachOnce(['first.md']);
		await world.n8n.stop();
		add('second.md');
		await world.startAgain(next.folder);
		await untilServed();
		await expectEachOnce(['first.md', 'second.md']);
	});

	it('which n8n is started again with, in the middle of the answer', async () => {
		await world.n8n.stop();
		gate.open();
		add('first.md');
		await world.startAgain(next.folder);
		await untilServed();
		await expectEachOnce(['first.md']);
	});
});
