/** What `npm run check:api` says about a description that is not the one the facts come from. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';

import { differences } from '../../scripts/api/compare';
import { toDecide } from '../../scripts/api/decide';
import { deriveFacts, type OpenApi } from '../../scripts/api/derive';
import type { Facts } from '../../scripts/api/facts';
import { allOffers } from '../../scripts/api/offers';
import { coverage, leftOut } from './coverage';
import { describedTest } from './describedTest';
import { descriptionFile } from './description';
import { facts as known } from './judge';

/** A small description in the vendor's style. */
function described(): OpenApi {
	const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
	return {
		paths: {
			'/v1/conversations#stream': {
				post: {
					operationId: 'start_stream',
					requestBody: { content: { 'application/json': { schema: ref('StartStream') } } },
					responses: { '200': { content: { 'text/event-stream': { schema: ref('Events') } } } },
				},
			},
			'/v1/agents/{agent_id}': {
				get: {
					operationId: 'get',
					parameters: [
						{ name: 'agent_id', in: 'path', required: true, schema: { type: 'string' } },
						{ name: 'version', in: 'query', schema: { anyOf: [{ type: 'integer' }] } },
					],
					responses: { '200': { content: { 'application/json': { schema: ref('Agent') } } } },
				},
				delete: { operationId: 'delete' },
			},
			'/v1/fine_tuning/jobs': { get: { operationId: 'list_jobs' } },
		},
		components: {
			schemas: {
				Agent: {
					type: 'object',
					properties: { id: { type: 'string' }, name: { type: 'string' } },
				},
				Start: {
					type: 'object',
					properties: {
						inputs: { type: ['string', 'null'] },
						model: { type: 'string' },
						stream: { type: 'boolean' },
						entries: { type: 'array', items: ref('Entry') },
					},
					required: ['inputs', 'level'],
				},
				StartStream: {
					allOf: [ref('Start'), { type: 'object', properties: { stream: { const: true } } }],
				},
				Entry: {
					type: 'object',
					properties: { role: { enum: ['user', 'assistant'] }, parent: ref('Entry') },
					additionalProperties: true,
				},
				Events: {
					type: 'object',
					properties: { event: { enum: ['done', 'error'] }, data: { type: 'object' } },
				},
			},
		},
	};
}

const facts = deriveFacts(described());

/** What there is to decide after a change of the small description. */
function saidOf(change: (description: OpenApi) => void): string[] {
	const description = described();
	change(description);
	const uses: Record<string, string[]> = {
		delete: ['agent.delete'],
		get: ['agent.get'],
		start_stream: ['conversation.start', 'trigger'],
	};
	const offers = [
		{ node: 'One', parameter: 'Role', values: ['assistant', 'user'] },
		{ node: 'Two', parameter: 'Role', values: ['assistant', 'user'] },
		{ node: 'Two', parameter: 'Anything', values: ['assistant', 'tool', 'user'] },
		{ node: 'Two', parameter: 'Event Types', values: ['done', 'error', 'other'] },
	];
	const found = differences(facts, deriveFacts(description));
	return toDecide(found, { requesters: (id) => uses[id], offers }).filter(Boolean);
}

const schemaOf = ({ components }: OpenApi, name: string) => {
	const schema = components?.schemas?.[name];
	if (!schema?.properties) throw new Error(`No schema ${name}`);
	return { ...schema, properties: schema.properties };
};
const operationOf = ({ paths }: OpenApi, template: string, method: string) => {
	const operation = paths[template]?.[method];
	if (!operation) throw new Error(`No operation ${method} ${template}`);
	return operation;
};

function addParameter(description: OpenApi, more: { required?: boolean }) {
	const { parameters } = operationOf(description, '/v1/agents/{agent_id}', 'get');
	parameters?.push({ name: 'full', in: 'query', schema: { type: 'boolean' }, ...more });
}

describe('facts', () => {
	it('are derived from a description', () => {
		expect(facts).toEqual({
			operations: {
				delete: { method: 'DELETE', path: '/v1/agents/{agent_id}' },
				get: {
					method: 'GET',
					path: '/v1/agents/{agent_id}',
					query: { fields: { version: 'integer' } },
					answer: { ref: 'Agent' },
				},
				start_stream: {
					method: 'POST',
					path: '/v1/conversations',
					body: { ref: 'StartStream' },
					events: { ref: 'Events' },
				},
			},
			shapes: {
				Agent: { fields: { id: 'string', name: 'string' } },
				Entry: {
					fields: { parent: { ref: 'Entry' }, role: { values: ['assistant', 'user'] } },
					others: 'any',
				},
				Events: {
					fields: { data: { fields: {}, others: 'any' }, event: { values: ['done', 'error'] } },
				},
				StartStream: {
					fields: {
						entries: { list: { ref: 'Entry' } },
						inputs: ['string', 'null'],
						model: 'string',
						stream: { values: [true] },
					},
					required: ['inputs'],
				},
			},
		});
	});

	it('are refused of a description that is not understood', () => {
		const withBody = (schema: object) => {
			const description = described();
			operationOf(description, '/v1/agents/{agent_id}', 'get').requestBody = {
				content: { 'application/json': { schema } },
			};
			return () => deriveFacts(description);
		};
		expect(withBody({ type: 'text' })).toThrow('type text, which is unknown');
		expect(withBody({ $ref: '#/components/schemas/Gone' })).toThrow('no schema Gone');
		expect(withBody({ allOf: [{ type: 'string' }, { type: 'null' }] })).toThrow('an allOf');
	});
});

describe('a newer description', () => {
	it('that says the same, in another order, does not differ', () => {
		expect(saidOf(() => undefined)).toEqual([]);
		const reordered = (description: OpenApi) => {
			description.paths = Object.fromEntries(Object.entries(description.paths).reverse());
			schemaOf(description, 'Entry').properties.role = { enum: ['assistant', 'user'] };
		};
		expect(saidOf(reordered)).toEqual([]);
	});

	it.each<[string, (description: OpenApi) => void, unknown[]]>([
		[
			'a new operation',
			({ paths }) => (paths['/v1/files'] = { get: { operationId: 'list' } }),
			[expect.stringMatching(/^New operations: build each .* or list it/), '  list: GET /v1/files'],
		],
		[
			'an operation less',
			({ paths }) => delete paths['/v1/agents/{agent_id}']?.delete,
			[
				expect.stringMatching(/^Operations that are gone: take out what requests them/),
				'  delete: DELETE /v1/agents/{agent_id} (agent.delete)',
			],
		],
		[
			'another path',
			({ paths }) => {
				paths['/v1/agents/{id}'] = paths['/v1/agents/{agent_id}'] ?? {};
				delete paths['/v1/agents/{agent_id}'];
			},
			[
				'Operations at another address: request them there',
				'  delete: - DELETE /v1/agents/{agent_id}, + DELETE /v1/agents/{id} (agent.delete)',
				'  get: - GET /v1/agents/{agent_id}, + GET /v1/agents/{id} (agent.get)',
			],
		],
		[
			'a new parameter that must be there',
			(description) => addParameter(description, { required: true }),
			[
				expect.stringMatching(/^Requests need these now/),
				'  get query.full: required, boolean (agent.get)',
			],
		],
		[
			'a new parameter',
			(description) => addParameter(description, {}),
			[
				expect.stringMatching(/^Requests may have these now: offer each as a parameter/),
				'  get query.full: optional, boolean (agent.get)',
			],
		],
		[
			'a field of another type',
			(description) => (schemaOf(description, 'Start').properties.inputs = { type: 'string' }),
			[
				expect.stringMatching(/^Requests that may hold something else than before/),
				'  StartStream.inputs: - null (conversation.start, trigger)',
			],
		],
		[
			'a field that must be there now',
			(description) => schemaOf(description, 'Start').required?.push('model'),
			[
				expect.stringMatching(/^Requests need these now/),
				'  StartStream.model: - optional, + required (conversation.start, trigger)',
			],
		],
		[
			'a field less and one more',
			(description) => {
				const { properties } = schemaOf(description, 'Start');
				delete properties.model;
				properties.engine = { type: 'string' };
			},
			[
				expect.stringMatching(/^Requests may not have these any more/),
				'  StartStream.model: optional, string (conversation.start, trigger)',
				expect.stringMatching(/^Requests may have these now/),
				'  StartStream.engine: optional, string (conversation.start, trigger)',
			],
		],
		[
			'another kind of entry in a list',
			({ components }) => {
				const schemas = components?.schemas ?? {};
				schemas.Handoff = { properties: { to: { type: 'string' } } };
				const { entries } = schemas.Start?.properties ?? {};
				if (entries?.items)
					entries.items = { oneOf: [entries.items, { $ref: '#/components/schemas/Handoff' }] };
			},
			[
				expect.stringMatching(/^Requests may have these now/),
				'  Handoff: { to? } (conversation.start, trigger)',
				'  StartStream.entries: + list of Handoff (conversation.start, trigger)',
			],
		],
		[
			'a new value of an enum',
			(description) => schemaOf(description, 'Entry').properties.role?.enum?.push('system'),
			[
				'New values: add each to the options, or leave it',
				'  Entry.role: "system" is lacking in Role of One and Two',
			],
		],
		[
			'a value of an enum less',
			(description) => (schemaOf(description, 'Entry').properties.role = { enum: ['user'] }),
			[
				'Values that are taken no more: take them out of the options',
				'  Entry.role: "assistant" is still in Role of One and Two',
			],
		],
		[
			'an object that is closed now',
			({ components }) => delete components?.schemas?.Entry?.additionalProperties,
			[
				expect.stringMatching(/^Requests may not have these any more/),
				'  Entry.…: any (conversation.start, trigger)',
			],
		],
		[
			'a new type of event',
			(description) => schemaOf(description, 'Events').properties.event?.enum?.push('started'),
			[
				expect.stringMatching(/^New types of events: offer each in Mistral Trigger/),
				'  Events.event: "started" is lacking in Event Types of Two',
			],
		],
		[
			'a new field of an answer',
			(description) => (schemaOf(description, 'Agent').properties.owner_id = { type: 'string' }),
			[
				expect.stringMatching(/^Answers have these now: they are passed on/),
				'  Agent.owner_id: optional, string (agent.get)',
			],
		],
		[
			'a field of an answer less',
			(description) => delete schemaOf(description, 'Agent').properties.name,
			[
				expect.stringMatching(/^Answers have something else than before/),
				'  Agent.name: optional, string (agent.get)',
			],
		],
	])('with %s is to be decided about', (_, change, lines) => {
		expect(saidOf(change)).toEqual(lines);
	});

	it('may have as many operations elsewhere as it likes', () => {
		expect(saidOf(({ paths }) => (paths['/v1/ocr'] = { post: { operationId: 'ocr' } }))).toEqual(
			[],
		);
	});
});

describe('the facts of the project', () => {
	/** What there is to decide when the vendor goes from one set of facts to another. */
	const between = (before: Facts, after: Facts) =>
		toDecide(differences(before, after), { requesters: () => [], offers: allOffers() });

	it('have in July 2026 the list of agents by pages, which they had not in June', () => {
		const june = structuredClone(known);
		delete june.operations.agents_api_v1_agents_list_pages;
		expect(between(june, known)).toContain(
			'  agents_api_v1_agents_list_pages: GET /v1/agents/pages',
		);
		expect(between(known, june)[0]).toMatch(/^Operations that are gone/);
	});

	it.each([
		[
			'ReasoningEffort',
			'Reasoning Effort of Mistral Agents and Mistral Conversations and Mistral Trigger',
		],
		['SSETypes', 'Event Types of Mistral Trigger'],
		['EntityType', 'Share With of Mistral Libraries'],
		['RequestSource', 'Sources of Mistral Agents'],
	])('with one more %s miss it where the nodes offer those', (name, where) => {
		const newer = structuredClone(known);
		const shape = newer.shapes[name];
		(shape as { values: string[] }).values.push('newest');
		expect(between(known, newer)[1]).toBe(`  ${name}: "newest" is lacking in ${where}`);
	});

	it('have nothing of what is left out', () => {
		const names = Object.keys(leftOut).map((name) => name.split('.'));
		for (const [name = '', field] of names) {
			if (!field) expect([coverage[name], known.operations[name]]).toEqual([undefined, undefined]);
			else expect(known.shapes[name]).not.toMatchObject({ fields: { [field]: expect.anything() } });
		}
	});
});

describe('npm run check:api', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'description-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	const check = (...args: string[]) => {
		const program = ['--import', 'tsx', 'scripts/api/check.ts', ...args];
		const cwd = path.resolve(__dirname, '../..');
		return spawnSync(process.execPath, program, { cwd, encoding: 'utf8' });
	};

	it('says what differs from the facts of the project, and ends with 1', () => {
		const file = path.join(folder, 'small.yaml');
		writeFileSync(file, stringify(described()));
		const { status, stdout } = check(file);
		expect(stdout).toMatch(/New operations: build each.*\n {2}delete: DELETE .*\n {2}get: GET /);
		expect(stdout).toMatch(
			/Operations that are gone: .*\n( {2}.*\n)* {2}agents_api_v1_conversations_append: POST \/v1\/conversations\/\{conversation_id\} \(conversation.append, conversation.send, toolCall.confirm, toolCall.submitResults\)\n/,
		);
		expect(stdout).toMatch(/3 operations, \d+ differences\n$/);
		expect(status).toBe(1);
	});

	it('lists with the reason what is left out, which is no difference', () => {
		const file = path.join(folder, 'withdrawn.yaml');
		const description = described();
		const operationId = 'libraries_documents_ingest_from_blob_storage_v1';
		const template = '/v1/libraries/{library_id}/documents/ingest-from-blob-storage';
		// The answer is of a kind that is not understood, which does not matter.
		const schema = { type: 'text' };
		description.paths[template] = {
			post: {
				operationId,
				responses: { '200': { content: { 'application/json': { schema } } } },
			},
		};
		writeFileSync(file, stringify(description));
		const { stdout } = check(file);
		const [differing, left] = stdout.split('Known and left out, with the reason:\n');
		expect(differing).not.toContain('ingest');
		expect(left).toMatch(/^ +POST .*\/ingest-from-blob-storage: In the SDK of 29 June 2026 only/);
	});

	it('ends with 2 and a sentence when there is nothing to compare with', () => {
		expect(check()).toMatchObject({
			status: 2,
			stderr: 'Name the file of a description: npm run check:api -- FILE\n',
		});
		expect(check(path.join(folder, 'absent.yaml')).status).toBe(2);
		const file = path.join(folder, 'list.yaml');
		writeFileSync(file, '- a\n');
		expect(check(file)).toMatchObject({ status: 2, stderr: `${file} has no paths\n` });
	});

	describedTest('finds no difference in the description that the facts come from', () => {
		expect(check(descriptionFile)).toMatchObject({
			status: 0,
			stdout: expect.stringMatching(/^Known and left out[^]*\n50 operations, 0 differences\n$/),
		});
	});
});
