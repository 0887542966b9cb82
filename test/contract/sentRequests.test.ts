import { beforeAll, describe, expect, it, test } from '@jest/globals';
import type { INodePropertyOptions } from 'n8n-workflow';

import { builtOperations, builtPickers, nodeOf } from './builtNodes';
import { coverage } from './coverage';
import { describedTest } from './describedTest';
import { eventErrors, eventTypes, facts, judge } from './judge';
import { parameterSets } from './parameterSets';
import { fieldsOf, fieldsSet } from './parameterSets/fields';
import { pickerSets } from './parameterSets/pickers';
import { runAll, type Run } from './sentRequests';

const requesters = [...builtOperations.keys(), ...builtPickers, 'trigger', 'libraryTrigger'];
let runs: Run[];

beforeAll(async () => {
	runs = await runAll();
});

const runsBy = (by: string) => runs.filter((run) => run.by === by);

test('every operation and every picker is run', () => {
	expect(Object.keys(parameterSets).sort()).toEqual([...builtOperations.keys()].sort());
	expect(Object.keys(pickerSets).sort()).toEqual([...builtPickers].sort());
});

describe.each([...builtOperations])('%s', (name, operation) => {
	// So that a new parameter is not forgotten in the sets.
	it('is run with each of its parameters', () => {
		const { all = [], refused = {} } = parameterSets[name] ?? {};
		const known = [...all, refused].flatMap(fieldsSet);
		const missing = fieldsOf(operation)
			.filter(
				(field) => !['text', 'inputType', 'simplify', 'limit', 'toolDescription'].includes(field),
			)
			.filter((field) => !known.includes(field));
		expect(missing).toEqual([]);
	});
});

describe.each(requesters)('what %s sends', (by) => {
	it('fits the facts, with all optional fields and with none, and is answered', () => {
		expect(runsBy(by)).not.toEqual([]);
		for (const { set, requests, error } of runsBy(by)) {
			const errors = requests.flatMap((request) => judge(request).errors);
			expect({ set, errors, error }).toEqual({ set, errors: [], error: undefined });
			expect(requests).not.toEqual([]);
		}
	});

	it('has the second page of each list that has pages', () => {
		const lists = runsBy(by).filter(({ set }) => set.returnAll);
		for (const { set, requests } of lists) {
			const [first, second] = requests.map((request) => judge(request).operationId ?? '');
			const { page, page_token } = facts.operations[first ?? '']?.query?.fields ?? {};
			expect({ set, second }).toEqual({ set, second: page || page_token ? first : undefined });
		}
	});

	describedTest('fits the vendor’s description', (description) => {
		for (const { set, requests } of runsBy(by)) {
			const errors = requests.flatMap(({ method, path, query, body }) => {
				const added = parameterSets[by]?.added;
				const whole = added ? { ...Object(body), ...added } : body;
				return description.requestErrors(method, path, { query, body: whole, strict: true });
			});
			expect({ set, errors }).toEqual({ set, errors: [] });
		}
	});
});

describe('the list of what is covered, test/contract/coverage.ts,', () => {
	test('has exactly the operations of the facts', () => {
		expect(Object.keys(coverage).sort()).toEqual(Object.keys(facts.operations).sort());
	});

	test('names for each operation as { by } who really requests it, and for none that is excluded', () => {
		const listed = Object.entries(coverage).flatMap(([operationId, one]) =>
			'by' in one ? [[operationId, [...one.by].sort()] as const] : [],
		);
		expect(requestersOf(runs)).toEqual(Object.fromEntries(listed));
	});

	test('has a reason for each operation that nobody requests', () => {
		const reasons = Object.values(coverage).flatMap((one) =>
			'excluded' in one ? [one.excluded] : [],
		);
		for (const reason of reasons) expect(reason).toMatch(/\w+ \w+/);
	});
});

/** Who requests each operation, by `operationId`, in order; only of operations that are requested. */
function requestersOf(all: Run[]): Record<string, string[]> {
	const found = new Map<string, Set<string>>();
	for (const { by, requests } of all) {
		for (const request of requests) {
			const { operationId = `${request.method} ${request.path}` } = judge(request);
			found.set(operationId, (found.get(operationId) ?? new Set()).add(by));
		}
	}
	return Object.fromEntries([...found].map(([id, names]) => [id, [...names].sort()]));
}

describe('the events', () => {
	test('that the simulator sends fit the facts', () => {
		const streams = runs.flatMap((run) => run.streams);
		expect(streams.length).toBeGreaterThan(10);
		for (const { method, path, query, requestBody: body, body: events } of streams) {
			const { operationId = '' } = judge({ method, path, query, body });
			expect(eventErrors(operationId, events as unknown[])).toEqual([]);
		}
	});

	test('that the trigger offers are those of the facts, and a place for others', () => {
		const menu = nodeOf('mistralTrigger').description.properties.find(
			({ name }) => name === 'events',
		);
		const offered = (menu?.options as INodePropertyOptions[]).map(({ value }) => value);
		expect([...offered].sort()).toEqual([...eventTypes(), 'other'].sort());
	});
});
