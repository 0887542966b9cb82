/** What `npm run check:api` says about a description that is not the one the facts come from. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';

import { differences } from '../../scripts/api/compare';
import { deriveFacts, type OpenApi } from '../../scripts/api/derive';
import { describedTest } from './describedTest';
import { descriptionFile } from './description';

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
				},
				delete: { operationId: 'delete' },
			},
			'/v1/fine_tuning/jobs': { get: { operationId: 'list_jobs' } },
		},
		components: {
			schemas: {
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
					properties: { event: { enum: ['done'] }, data: { type: 'object' } },
				},
			},
		},
	};
}

const facts = deriveFacts(described());

/** What is said of a description with a change. */
function saidOf(change: (description: OpenApi) => void): string[] {
	const description = described();
	change(description);
	const uses: Record<string, string> = { delete: 'requested by agent.delete' };
	return differences(facts, deriveFacts(description), (id) => uses[id]);
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

describe('facts', () => {
	it('are derived from a description', () => {
		expect(facts).toEqual({
			operations: {
				delete: { method: 'DELETE', path: '/v1/agents/{agent_id}' },
				get: {
					method: 'GET',
					path: '/v1/agents/{agent_id}',
					query: { fields: { version: 'integer' } },
				},
				start_stream: {
					method: 'POST',
					path: '/v1/conversations',
					body: { ref: 'StartStream' },
					events: { ref: 'Events' },
				},
			},
			shapes: {
				Entry: {
					fields: { parent: { ref: 'Entry' }, role: { values: ['assistant', 'user'] } },
					others: 'any',
				},
				Events: { fields: { data: { fields: {}, others: 'any' }, event: { values: ['done'] } } },
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

	it.each<[string, (description: OpenApi) => void, string[]]>([
		[
			'a new operation',
			({ paths }) => (paths['/v1/files'] = { get: { operationId: 'list' } }),
			['new      list: GET /v1/files (not in the list of what is covered)'],
		],
		[
			'an operation less',
			({ paths }) => delete paths['/v1/agents/{agent_id}']?.delete,
			['gone     delete: DELETE /v1/agents/{agent_id} (requested by agent.delete)'],
		],
		[
			'another path',
			({ paths }) => {
				paths['/v1/agents/{id}'] = paths['/v1/agents/{agent_id}'] ?? {};
				delete paths['/v1/agents/{agent_id}'];
			},
			[
				'changed  delete: - DELETE /v1/agents/{agent_id}, + DELETE /v1/agents/{id}',
				'changed  get: - GET /v1/agents/{agent_id}, + GET /v1/agents/{id}',
			],
		],
		[
			'a new parameter',
			(description) =>
				operationOf(description, '/v1/agents/{agent_id}', 'get').parameters?.push({
					name: 'full',
					in: 'query',
					required: true,
					schema: { type: 'boolean' },
				}),
			['new      get query.full: required, boolean'],
		],
		[
			'a field of another type',
			(description) => (schemaOf(description, 'Start').properties.inputs = { type: 'string' }),
			['changed  StartStream.inputs: - null'],
		],
		[
			'a field that must be there now',
			(description) => schemaOf(description, 'Start').required?.push('model'),
			['changed  StartStream.model: - optional, + required'],
		],
		[
			'a field less and one more',
			(description) => {
				const { properties } = schemaOf(description, 'Start');
				delete properties.model;
				properties.engine = { type: 'string' };
			},
			[
				'new      StartStream.engine: optional, string',
				'gone     StartStream.model: optional, string',
			],
		],
		[
			'a new value of an enum',
			(description) => schemaOf(description, 'Entry').properties.role?.enum?.push('system'),
			['changed  Entry.role: + "system"'],
		],
		[
			'an object that is closed now',
			({ components }) => delete components?.schemas?.Entry?.additionalProperties,
			['gone     Entry.…: any'],
		],
		[
			'a new type of event',
			(description) => schemaOf(description, 'Events').properties.event?.enum?.push('started'),
			['changed  Events.event: + "started"'],
		],
	])('with %s differs', (_, change, lines) => {
		expect(saidOf(change)).toEqual(lines);
	});

	it('may have as many operations elsewhere as it likes', () => {
		expect(saidOf(({ paths }) => (paths['/v1/ocr'] = { post: { operationId: 'ocr' } }))).toEqual(
			[],
		);
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
		expect(stdout).toContain('new      get: GET /v1/agents/{agent_id} (not in the list');
		expect(stdout).toContain(
			'gone     agents_api_v1_conversations_append: POST /v1/conversations/{conversation_id} (requested by conversation.append, conversation.send, toolCall.confirm, toolCall.submitResults)',
		);
		expect(stdout).toMatch(/3 operations, \d+ differences\n$/);
		expect(status).toBe(1);
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
			stdout: '50 operations, 0 differences\n',
		});
	});
});
