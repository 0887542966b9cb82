import { describe, expect, it } from '@jest/globals';

import { conversation } from '../../nodes/MistralConversations/resources/conversation';
import { propertiesOf } from '../../nodes/shared/operation/menu';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const properties = propertiesOf([conversation]);
const operations = conversation.operations;

describe('the menu derived from the list of operations', () => {
	it('offers each operation once, sorted by name', () => {
		const menu = properties.find(({ name }) => name === 'operation') as INodeProperties;
		const names = (menu.options as INodePropertyOptions[]).map(({ name }) => name);
		expect(names).toEqual(operations.map(({ name }) => name).sort());
		expect(new Set(names).size).toBe(operations.length);
	});

	// n8n's lint does not see actions in a layout of one file per operation.
	it('has actions in sentence case, each one different, without a period', () => {
		const actions = operations.map(({ action }) => action);
		for (const action of actions) expect(action).toMatch(/^[A-Z][a-z]+( [a-z]+)+$/);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it('shows a parameter for its own operation only and keeps its further conditions', () => {
		const shown = properties
			.filter(({ name }) => name === 'agentId')
			.map(({ displayOptions }) => displayOptions?.show);
		expect(shown).toEqual([
			{ resource: ['conversation'], operation: ['start'], target: ['agent'] },
		]);
	});

	it('leaves the parameters that operations share as they are', () => {
		const [shared] = conversation.operations.flatMap((operation) => operation.properties);
		expect(shared?.displayOptions).toBeUndefined();
	});

	it('gives every operation the options of the run', () => {
		for (const { properties: own } of operations) {
			const options = own.find(({ name }) => name === 'options')?.options as INodeProperties[];
			const names = options.map(({ name }) => name);
			expect(names).toEqual(expect.arrayContaining(['maxConcurrency', 'maxRetries', 'timeout']));
		}
	});
});
