import { describe, expect, it } from '@jest/globals';

import { propertiesOf } from '../../nodes/shared/operation/menu';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { nodes } from './operations';

describe.each(Object.entries(nodes))('the menu of %s', (_, resources) => {
	const properties = propertiesOf(resources);
	const operations = resources.flatMap((resource) => resource.operations);

	it('offers each operation once, sorted by name', () => {
		const menus = properties.filter(({ name }) => name === 'operation');
		expect(menus).toHaveLength(resources.length);
		for (const [index, { operations: own }] of resources.entries()) {
			const names = (menus[index]?.options as INodePropertyOptions[]).map(({ name }) => name);
			expect(names).toEqual(own.map(({ name }) => name).sort());
			expect(new Set(names).size).toBe(own.length);
		}
	});

	// n8n's lint does not see actions in a layout of one file per operation.
	it('has actions in sentence case, each one different, without a period', () => {
		const actions = operations.map(({ action }) => action);
		for (const action of actions) expect(action).toMatch(/^[A-Z][a-z]+( [a-z]+| URL)+$/);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it('gives every operation the options of the run', () => {
		for (const { properties: own } of operations) {
			const options = own.find(({ name }) => name === 'options')?.options as INodeProperties[];
			const names = options.map(({ name }) => name);
			expect(names).toEqual(expect.arrayContaining(['maxConcurrency', 'maxRetries', 'timeout']));
		}
	});

	it('leaves the parameters that operations share as they are', () => {
		const [shared] = operations.flatMap((operation) => operation.properties);
		expect(shared?.displayOptions).toBeUndefined();
	});
});

describe('a parameter in the menu', () => {
	it('is shown for its own operation only and keeps its further conditions', () => {
		const shown = propertiesOf(nodes.mistralConversations)
			.filter(({ name }) => name === 'agentId')
			.map(({ displayOptions }) => displayOptions?.show);
		expect(shown).toEqual([
			{ resource: ['conversation'], operation: ['start'], target: ['agent'] },
		]);
	});
});
