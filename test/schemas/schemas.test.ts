import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { builtOperations } from '../contract/builtNodes';
import { outputSchemas } from './outputs';
import type { Schema } from './schema';

/** Where n8n looks, beside the node's file; the version is that of the node. */
const fileOf = (name: string, root = 'nodes') => {
	const { type = '', resource = '', operation = '' } = builtOperations.get(name) ?? {};
	const className = type.charAt(0).toUpperCase() + type.slice(1);
	return path.join(root, className, '__schema__/v1.0.0', resource, `${operation}.json`);
};

let real: Map<string, Schema>;
beforeAll(async () => {
	real = await outputSchemas();
	if (!process.env.WRITE_SCHEMAS) return;
	for (const [name, schema] of real) {
		mkdirSync(path.dirname(fileOf(name)), { recursive: true });
		writeFileSync(fileOf(name), `${JSON.stringify(schema)}\n`);
	}
}, 120_000);

describe('the fields that the editor shows before the first run', () => {
	it.each([...builtOperations.keys()])('are those of real outputs: %s', (name) => {
		const file = readFileSync(fileOf(name), 'utf8');
		expect(JSON.parse(file)).toEqual(real.get(name));
		expect(readFileSync(fileOf(name, 'dist/nodes'), 'utf8')).toBe(file);
	});

	it('of an answer are all that it can have', () => {
		expect(Object.keys(real.get('conversation.start')?.properties ?? {})).toEqual(
			expect.arrayContaining(['conversationId', 'text', 'functionCalls', 'references', 'files']),
		);
	});
});
