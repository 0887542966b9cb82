import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';

import {
	type N8nTool,
	refuseReviewed,
	servedTools,
	toolsIn,
} from '../../nodes/shared/conversation/servedTools';

const tool = (name: string, more: Partial<N8nTool> = {}): N8nTool => ({
	name,
	invoke: async () => await Promise.resolve(''),
	...more,
});

const namesOf = (...names: string[]) => [...servedTools(names.map((name) => tool(name))).keys()];

describe('n8n tools', () => {
	it('are functions to the API', () => {
		const schema = z.object({ city: z.string() });
		const weather = tool('get_weather', { description: 'Tells the weather', schema });
		expect(servedTools([weather]).get('get_weather')).toEqual({
			tool: weather,
			takesText: false,
			definition: {
				type: 'function',
				function: {
					name: 'get_weather',
					description: 'Tells the weather',
					parameters: {
						type: 'object',
						properties: { city: { type: 'string' } },
						required: ['city'],
						additionalProperties: false,
					},
				},
			},
		});
	});

	it('come alone and in toolkits of either kind', () => {
		const [a, b, c] = [tool('a'), tool('b'), tool('c')];
		expect(toolsIn([a, { tools: [b] }, { getTools: () => [c] }, {}])).toEqual([a, b, c]);
	});

	it('that wait for a review are refused, with the way that works', () => {
		const metadata = { gatedToolNodeName: 'Send Mail', sourceNodeName: 'Ask the Boss' };
		const refuse = () =>
			refuseReviewed([tool('read'), tool('send_mail', { metadata }), tool('move', { metadata })]);
		expect(refuse).toThrow(
			`n8n's Human review works with its AI Agent only, so these tools cannot be used here: "send_mail" (behind "Ask the Boss"), "move" (behind "Ask the Boss")`,
		);
		expect(refuse).toThrow(
			expect.objectContaining({ description: expect.stringContaining('Submit Results') }),
		);
	});

	it('that wait for nobody are not refused', () => {
		expect(() =>
			refuseReviewed([tool('a'), tool('b', { metadata: { sourceNodeName: 'B' } })]),
		).not.toThrow();
	});
});

describe('the name of a function', () => {
	it.each(['get_weather', 'Code-Tool_2', '_', 'a'.repeat(64), 'Web_Search'])('stays %j', (name) => {
		expect(namesOf(name)).toEqual([name]);
	});

	it.each([
		['Météo à Lyon', /^Me_te_o_a_Lyon_[\da-f]{8}$/],
		['天気', /^__[\da-f]{8}$/],
		['', /^_[\da-f]{8}$/],
		['a'.repeat(65), /^a{55}_[\da-f]{8}$/],
		// Mistral's own, and what they call themselves in answers.
		['web_search', /^web_search_[\da-f]{8}$/],
		['document_library', /^document_library_[\da-f]{8}$/],
		['generate_image', /^generate_image_[\da-f]{8}$/],
	])('is made fit from %j', (name, fit) => {
		expect(namesOf(name)).toEqual([expect.stringMatching(fit)]);
	});

	it('is always one that the API accepts, and the same whatever else is connected', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme' })), (all) => {
				for (const name of namesOf(...all)) expect(name).toMatch(/^[\w-]{1,64}$/);
				expect(namesOf(...all)).toEqual(all.flatMap((one) => namesOf(one)));
			}),
		);
	});

	it('is kept apart from names that look the same when cleaned', () => {
		expect(new Set(namesOf('天気', '予報', 'é', 'è')).size).toBe(4);
	});

	it('may not be that of two tools', () => {
		const from = (sourceNodeName: string) => tool('get', { metadata: { sourceNodeName } });
		expect(() => servedTools([from('Orders'), from('Customers')])).toThrow(
			'"Orders" and "Customers" are both tools of the name "get"',
		);
	});

	it('may not be that of a function of the request', () => {
		const orders = tool('get', { metadata: { sourceNodeName: 'Orders' } });
		expect(() => servedTools([orders], ['put', 'get'])).toThrow(
			'"Orders" is a tool, and the parameter "Tools" has a function, of the name "get"',
		);
	});
});
