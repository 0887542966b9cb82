import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

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

const isWriting = Boolean(process.env.WRITE_SCHEMAS);

/** The schema in a file, as text. */
function written(name: string): string {
	if (existsSync(fileOf(name))) return readFileSync(fileOf(name), 'utf8');
	const command = 'WRITE_SCHEMAS=1 node node_modules/jest/bin/jest.js test/schemas';
	throw new Error(`There is no schema of ${name}: ${command} writes it`);
}

let real: Map<string, Schema>;
beforeAll(async () => {
	real = await outputSchemas();
	if (!isWriting) return;
	for (const [name, schema] of real) {
		// The order of fields may be another one in each run.
		if (existsSync(fileOf(name)) && isDeepStrictEqual(JSON.parse(written(name)), schema)) continue;
		mkdirSync(path.dirname(fileOf(name)), { recursive: true });
		writeFileSync(fileOf(name), `${JSON.stringify(schema)}\n`);
	}
});

describe('the fields that the editor shows before the first run', () => {
	it.each([...builtOperations.keys()])('are those of real outputs: %s', (name) => {
		const file = written(name);
		expect(JSON.parse(file)).toEqual(real.get(name));
		// The package was built before they were written.
		if (!isWriting) expect(readFileSync(fileOf(name, 'dist/nodes'), 'utf8')).toBe(file);
	});

	it('of an answer are all that it can have', () => {
		expect(Object.keys(real.get('conversation.start')?.properties ?? {})).toEqual(
			expect.arrayContaining(['conversationId', 'text', 'functionCalls', 'references', 'files']),
		);
	});
});
