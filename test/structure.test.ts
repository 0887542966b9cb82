import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import * as ts from 'typescript';

import { operations } from './operation/resources';

const root = path.resolve(__dirname, '..');

/** The shipped sources, by their path from the root. */
const files = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.posix.join(folder, file.split(path.sep).join('/'))),
);

const sourceOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** A folder of `nodes/shared`, or one of the other folders with all that is in it. */
function roomOf(file: string): string {
	const [folder = '', first = '', second = ''] = file.split('/');
	if (folder !== 'nodes') return folder;
	return first === 'shared' ? `shared/${second}` : first;
}

const importsOf = (file: string) =>
	[...sourceOf(file).matchAll(/from '(\.[^']+)'/g)].map(([, to = '']) =>
		path.posix.join(path.posix.dirname(file), `${to}.ts`),
	);

/** Which rooms each room takes from. */
function doors(): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	for (const file of files) {
		const from = roomOf(file);
		const to = importsOf(file)
			.map(roomOf)
			.filter((room) => room !== from);
		found.set(from, new Set([...(found.get(from) ?? []), ...to]));
	}
	return found;
}

/** All rooms that are reached from one, not the room itself unless a way leads back to it. */
function reachedFrom(room: string, map: Map<string, Set<string>>, seen = new Set<string>()) {
	for (const next of map.get(room) ?? []) {
		if (seen.has(next)) continue;
		seen.add(next);
		reachedFrom(next, map, seen);
	}
	return seen;
}

describe('the rooms', () => {
	it('depend on each other one way', () => {
		const map = doors();
		expect(map.size).toBeGreaterThan(8);
		expect([...map.keys()].filter((room) => reachedFrom(room, map).has(room))).toEqual([]);
	});

	it('of one node are no business of another', () => {
		const nodes = [...doors()].filter(([room]) => /^Mistral/.test(room));
		expect(nodes.length).toBeGreaterThan(3);
		for (const [, others] of nodes) {
			expect([...others].filter((room) => !room.startsWith('shared/'))).toEqual([]);
		}
	});

	it('that are shared have no two files of one name', () => {
		const names = files
			.filter((file) => file.startsWith('nodes/shared/') && !file.endsWith('/index.ts'))
			.map((file) => path.posix.basename(file));
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	it('but the transport send nothing', () => {
		const senders = files.filter((file) =>
			/helpers\.(http)?request|\bfetch\(/i.test(sourceOf(file)),
		);
		expect(senders.map(roomOf)).not.toEqual([]);
		expect(senders.filter((file) => roomOf(file) !== 'shared/transport')).toEqual([]);
	});
});

/** The values of all properties named `path` in a file. */
function pathsIn(file: string): ts.Expression[] {
	const source = ts.createSourceFile(file, sourceOf(file), ts.ScriptTarget.Latest, true);
	const found: ts.Expression[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isPropertyAssignment(node) && node.name.getText() === 'path')
			found.push(node.initializer);
		node.forEachChild(visit);
	};
	visit(source);
	return found;
}

describe('the paths of requests', () => {
	it('are lists of segments, without a slash in one', () => {
		const paths = files.flatMap(pathsIn);
		expect(paths.length).toBeGreaterThan(20);
		for (const value of paths) {
			const text = value.getText();
			expect(text).not.toMatch(/^['"`]/);
			for (const [, segment] of text.matchAll(/'([^']*)'/g)) expect(segment).not.toContain('/');
			expect(text).not.toMatch(/`/);
		}
	});
});

interface Field {
	name: string;
	property: INodeProperties;
}

/** A parameter and all that are within it. */
function fieldsOf(property: INodeProperties, within: string): Field[] {
	const name = `${within} > ${property.displayName}`;
	const inner = (list: INodeProperties[]) => list.flatMap((one) => fieldsOf(one, name));
	const { type, options = [] } = property;
	if (type === 'collection') return inner(options as INodeProperties[]);
	if (type === 'fixedCollection') {
		const groups = (options as INodePropertyCollection[]).flatMap(({ values }) => inner(values));
		return [{ name, property }, ...groups];
	}
	return [{ name, property }];
}

const fields = [...operations].flatMap(([name, { properties }]) =>
	properties.flatMap((property) => fieldsOf(property, name)),
);

/** Texts that have to be typed, so that an example helps. */
const isTyped = ({ property: { type, default: value, typeOptions } }: Field) =>
	(type === 'string' || type === 'json') &&
	['', '{}', '[]'].includes(String(value)) &&
	!typeOptions?.password;

/** Texts with several words in a file; those for the model are none of the user's. */
function sentencesIn(file: string): string[] {
	const source = ts.createSourceFile(file, sourceOf(file), ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (
			ts.isStringLiteralLike(node) ||
			ts.isTemplateHead(node) ||
			ts.isTemplateMiddleOrTemplateTail(node)
		) {
			found.push(node.text);
		}
		node.forEachChild(visit);
	};
	visit(source);
	return found.filter((text) => /\w \w/.test(text));
}

describe('the sentences', () => {
	it('say what happened and what to do, as n8n wants them: without its word list of blame', () => {
		const sentences = files.filter((file) => !file.endsWith('/toolRunner.ts')).flatMap(sentencesIn);
		expect(sentences.length).toBeGreaterThan(300);
		const blaming = sentences.filter((text) => /\b(error|problem|failure|mistake)s?\b/i.test(text));
		// The name of an option of Mistral's guardrails.
		expect(blaming.filter((text) => !text.includes('Block on Error'))).toEqual([]);
	});
});

describe('the parameters', () => {
	it('have names that the editor shows whole', () => {
		const names = fields.map(({ property }) => property.displayName);
		expect(names.filter((name) => name.length > 30)).toEqual([]);
	});

	it('tell what they are for, by their name with a value to choose or in a sentence', () => {
		expect(fields.length).toBeGreaterThan(200);
		const silent = fields.filter(
			({ property: { type, description, hint, placeholder } }) =>
				['boolean', 'json', 'multiOptions'].includes(type) && !description && !hint && !placeholder,
		);
		expect(silent.map(({ name }) => name)).toEqual([]);
	});

	it('that are typed show an example or say what is meant', () => {
		const bare = fields
			.filter(isTyped)
			.filter(
				({ property: { placeholder, hint, description } }) =>
					![placeholder, hint, description].some(Boolean),
			);
		expect(bare.map(({ name }) => name)).toEqual([]);
	});

	it('give examples in the form of n8n', () => {
		for (const { name, property } of fields) {
			const isButton = ['collection', 'fixedCollection'].includes(property.type);
			if (!property.placeholder || isButton) continue;
			expect([name, property.placeholder]).toEqual([name, expect.stringMatching(/^e\.g\. /)]);
		}
	});

	it('that take JSON have their example in a hint, for the editor shows no placeholder there', () => {
		const json = fields.filter(({ property }) => property.type === 'json');
		expect(json.length).toBeGreaterThan(5);
		for (const { name, property } of json) {
			expect([name, property.placeholder]).toEqual([name, undefined]);
			expect([name, property.hint]).toEqual([name, expect.stringMatching(/^e\.g\. /)]);
		}
	});
});
