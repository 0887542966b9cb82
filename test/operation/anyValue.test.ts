import { describe, expect, it } from '@jest/globals';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { fasterPauses } from '../engine/fasterPauses';
import { operations } from './resources';
import { runScripted, usableParameters } from './scriptedRun';

fasterPauses(10_000);

/** What expressions can give, and what they cannot. */
const values: unknown[] = [
	undefined,
	null,
	true,
	false,
	'true',
	0,
	-1,
	1.5,
	NaN,
	Infinity,
	2 ** 31,
	Number.MAX_SAFE_INTEGER * 4,
	10n,
	'',
	' ',
	'\n\n',
	'text',
	'0',
	'..',
	'half an emoji \ud83d',
	'\ude00',
	'x'.repeat(200_000),
	'{',
	'{}',
	'[]',
	'null',
	'[null]',
	'{"type":{"type":null}}',
	'2026-02-30',
	'2999-01-01',
	[],
	[null],
	[[]],
	['text', 7],
	[{}],
	[{ type: null }],
	{},
	{ value: null },
	{ value: {} },
	{ value: [null] },
	{ __rl: true },
	{ __rl: true, mode: 'id', value: '\ud83d' },
	{ values: null },
	{ values: [] },
	{ values: [null] },
	{ values: [[]] },
	{ values: 'text' },
	{ values: [{}] },
	{ type: 'object', properties: null },
	{ type: 'object', properties: { a: null } },
	new Date(0),
	new Date(NaN),
	DateTime.fromISO('2999-01-01'),
	DateTime.invalid('test'),
	() => 'text',
	Symbol('text'),
];

const nonsense =
	/cannot read|undefined|not iterable|\[object|is not a function|malformed|invalid url|circular|cannot convert/i;

/** Sets one parameter, or a field within it, of an operation. */
interface Place {
	path: string;
	set(value: unknown): Record<string, unknown>;
}

/** Every parameter, and every field of every collection and row. */
function placesIn(properties: INodeProperties[], path = ''): Place[] {
	return properties.flatMap((property): Place[] => {
		const { name, type, options = [] } = property;
		const place = `${path}${name}`;
		const own: Place = { path: place, set: (value) => ({ [name]: value }) };
		const within = (fields: INodeProperties[], wrap: (inner: object) => unknown) =>
			placesIn(fields, `${place}.`).map(({ path: way, set }) => ({
				path: way,
				set: (value: unknown) => ({ [name]: wrap(set(value)) }),
			}));
		if (type === 'collection') {
			return [own, ...within(options as INodeProperties[], (inner) => inner)];
		}
		if (type !== 'fixedCollection') return [own];
		return (options as INodePropertyCollection[])
			.flatMap((group) =>
				rowsOf(group).flatMap((row) =>
					within(group.values, (inner) => ({ [group.name]: [{ ...row, ...inner }] })),
				),
			)
			.concat(own);
	});
}

/** A row for each choice that decides which fields there are. */
function rowsOf({ values: fields }: INodePropertyCollection): object[] {
	const usable = Object.fromEntries(
		fields.map(({ name, type, default: initial }) => [
			name,
			type === 'string' || type === 'resourceLocator' ? 'text' : initial,
		]),
	);
	const kind = fields.find(({ name }) => name === 'type');
	const choices = (kind?.options ?? [undefined]) as Array<{ value: unknown } | undefined>;
	return choices.map((choice) => ({
		...usable,
		authorizationType: 'api-key',
		include: '',
		...(choice && { type: choice.value }),
	}));
}

/** Choices of other parameters under which a parameter is shown. */
const settings = [
	{},
	{ inputType: 'text', target: 'agent', text: 'text', fileName: 'a.txt' },
	{ inputType: 'messages', messages: { values: [{ role: 'user', text: 'text' }] } },
	{ inputType: 'json', inputs: 'text', returnAll: false },
];

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const shown = (value: unknown) =>
	typeof value === 'object' ? JSON.stringify(value)?.slice(0, 100) : String(value).slice(0, 100);

describe.each([...operations])('%s', (_, operation) => {
	const usable = usableParameters(operation);
	// What a stream brings, waiting, and a plan that only another run gives, are no matter of values.
	const places = placesIn(operation.properties).filter(
		({ path }) => !/^stream$|waitFor|expectedPlan/.test(path),
	);
	const hasChoices = operation.properties.some(({ name }) => name in (settings[1] ?? {}));
	const settingsHere = hasChoices ? settings : [{}];

	/** What is wrong with a run for these parameters, undefined when nothing is. */
	async function faultOf(parameters: object): Promise<string | undefined> {
		const { error, sent } = await runScripted(operation, parameters);
		if (!error) return sent.length > 0 ? undefined : 'nothing was sent, and no error was made';
		const words = `${error.message} ${error.description ?? ''}`;
		if (nonsense.test(words)) return `it says ${words}`;
		if (words.length > 1500) return `it says ${words.length} characters`;
		return sent.length > 0 ? `something was sent, then it says ${words}` : undefined;
	}

	it('takes a value or refuses it with its reason, before anything is sent', async () => {
		expect(await faultOf(usable)).toBeUndefined();
		for (const { path, set } of places) {
			for (const value of values) {
				for (const others of path.includes('.') ? [{}] : settingsHere) {
					const fault = await faultOf({ ...usable, ...others, ...set(value) });
					if (fault) throw new Error(`${path} = ${shown(value)}: ${fault}`);
				}
			}
		}
	});

	it('does so for several of them at once', async () => {
		const seed = 20261125;
		const random = randomOf(seed);
		const oneOf = <T>(list: T[]) => list[Math.floor(random() * list.length)] as T;
		for (let run = 0; run < 150; run++) {
			const chosen = [oneOf(places), oneOf(places), oneOf(places)].map(({ path, set }) => {
				const value = oneOf(values);
				return { said: `${path} = ${shown(value)}`, given: set(value) };
			});
			const parameters = Object.assign(
				{},
				usable,
				oneOf(settings),
				...chosen.map(({ given }) => given),
			);
			const fault = await faultOf(parameters as object);
			if (fault)
				throw new Error(`seed ${seed}: ${chosen.map(({ said }) => said).join(', ')}: ${fault}`);
		}
	});
});
