import { describe, expect, it } from '@jest/globals';

import { conversation } from '../../nodes/MistralConversations/resources/conversation';
import { propertiesOf } from '../../nodes/shared/operation/menu';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { nodes } from './resources';

describe.each(nodes)('the menu of $node, derived from its operations', ({ resources }) => {
	const properties = propertiesOf(resources);
	const operations = resources.flatMap((resource) => resource.operations);

	it('offers each operation of a resource once, sorted by name', () => {
		const menus = properties.filter(({ name }) => name === 'operation');
		expect(menus).toHaveLength(resources.length);
		for (const [index, { options }] of menus.entries()) {
			const names = (options as INodePropertyOptions[]).map(({ name }) => name);
			expect(names).toEqual(resources[index]?.operations.map(({ name }) => name).sort());
			expect(new Set(names).size).toBe(names.length);
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
});

describe('a menu', () => {
	it('shows a parameter for its own operation only and keeps its further conditions', () => {
		const shown = propertiesOf([conversation])
			.filter(({ name }) => name === 'agentId')
			.map(({ displayOptions }) => displayOptions?.show);
		expect(shown).toEqual([
			{ resource: ['conversation'], operation: ['start'], target: ['agent'] },
			{ resource: ['conversation'], operation: ['send'], target: ['agent'] },
		]);
	});

	it('leaves the parameters that operations share as they are', () => {
		const [shared] = conversation.operations.flatMap((operation) => operation.properties);
		expect(shared?.displayOptions).toBeUndefined();
	});
});
