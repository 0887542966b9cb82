import { describe, expect, it } from '@jest/globals';
import {
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	NodeHelpers,
} from 'n8n-workflow';

import { MistralConversations } from '../../nodes/MistralConversations/MistralConversations.node';
import { conversation } from '../../nodes/MistralConversations/resources/conversation';
import { modeMenu, subtitle } from '../../nodes/MistralTrigger/modes';
import { propertiesOf, subtitleOf } from '../../nodes/shared/operation/menu';
import { workflowOf } from '../engine/workflowOfNode';
import { nodes } from './resources';

describe.each(nodes)('the menu of $node, derived from its operations', ({ resources }) => {
	const properties = propertiesOf(resources);
	const operations = resources.flatMap((resource) => resource.operations);

	it('offers each operation of a resource once, in the order of the list', () => {
		const menus = properties.filter(({ name }) => name === 'operation');
		expect(menus).toHaveLength(resources.length);
		for (const [index, { options }] of menus.entries()) {
			const names = (options as INodePropertyOptions[]).map(({ name }) => name);
			expect(names).toEqual(resources[index]?.operations.map(({ name }) => name));
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
	it('of resources is there where there is something to choose', () => {
		const types = nodes.map(({ node, resources }) => [node, propertiesOf(resources)[0]?.type]);
		expect(Object.fromEntries(types)).toEqual({
			'Mistral Conversations': 'options',
			'Mistral Agents': 'options',
			'Mistral Libraries': 'options',
		});
	});

	it('begins with what people do most', () => {
		const firstOf = nodes.map(({ resources: [first] }) => [
			first.name,
			first.operations.slice(0, 2).map(({ name }) => name),
		]);
		expect(firstOf).toEqual([
			['Conversation', ['Start', 'Append']],
			['Agent', ['Create', 'Create or Update']],
			['Document', ['Upload', 'Get Many']],
		]);
	});

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

/** What n8n's editor makes of a subtitle. */
function shownSubtitle(type: string, parameters: INodeParameters, subtitle: string): unknown {
	const { node, workflow } = workflowOf(type, parameters);
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

describe('the subtitle of a node', () => {
	it.each(nodes)('of $node is the sentence of its operation', ({ type, resources }) => {
		for (const { value: resource, operations } of resources) {
			for (const { value: operation, action } of operations) {
				const shown = shownSubtitle(type, { resource, operation }, subtitleOf(resources));
				expect(shown).toBe(action);
			}
		}
	});

	it('of the trigger is the sentence of its mode', () => {
		const { options = [] } = modeMenu;
		expect(options).toHaveLength(3);
		for (const { value: mode, action } of options as INodePropertyOptions[]) {
			expect(shownSubtitle('mistralTrigger', { mode }, subtitle)).toBe(action);
		}
	});
});

describe('the inputs of Mistral Conversations', () => {
	const inputsFor = (parameters: INodeParameters) => {
		const { node, workflow } = workflowOf('mistralConversations', parameters);
		const { description } = new MistralConversations();
		const inputs = NodeHelpers.getNodeInputs(workflow, node, description);
		return inputs.map((input) => (typeof input === 'string' ? input : input.type));
	};

	it.each([
		['conversation', 'start'],
		['conversation', 'append'],
		['conversation', 'send'],
		['conversation', 'restart'],
		['toolCall', 'submitResults'],
		['toolCall', 'confirm'],
		['conversation', '={{ $json.operation }}'],
	])('take tools where a model is asked, or may be: %s, %s', (resource, operation) => {
		expect(inputsFor({ resource, operation })).toEqual(['main', 'ai_tool']);
	});

	it.each([
		['conversation', 'get'],
		['conversation', 'getAll'],
		['conversation', 'getHistory'],
		['conversation', 'getMessages'],
		['conversation', 'delete'],
		['file', 'download'],
	])('take no tools where none could be called: %s, %s', (resource, operation) => {
		expect(inputsFor({ resource, operation })).toEqual(['main']);
	});
});

describe('what the editor asks for', () => {
	const properties = nodes.flatMap(({ resources }) => propertiesOf(resources));
	const demanded = (operation: string) =>
		properties
			.filter(
				({ required, displayOptions }) =>
					required && displayOptions?.show?.operation?.includes(operation),
			)
			.map(({ name }) => name);

	it('are the key and the version of Compare, and the text of Sync, which an item may lack', () => {
		expect(demanded('compare')).toEqual(expect.arrayContaining(['source', 'key', 'version']));
		expect(demanded('sync')).toEqual(expect.arrayContaining(['source', 'text']));
		expect(demanded('sync')).not.toContain('key');
	});
});
