import { describe, expect, test } from '@jest/globals';

import { listSearch } from '../../nodes/shared/listSearch';
import { operations } from '../operation/resources';
import { coverage } from './coverage';
import { describedTest } from './describedTest';

describe('the list of what is covered', () => {
	test('names all operations and pickers that exist, and no others', () => {
		const named = Object.values(coverage).flatMap((one) => ('by' in one ? one.by : []));
		const known = [...operations.keys(), ...Object.keys(listSearch)];
		expect(named.filter((name) => !known.includes(name))).toEqual([]);
		expect(known.filter((name) => !named.includes(name))).toEqual([]);
	});

	describedTest('has exactly the operations of the description', (description) => {
		expect(Object.keys(coverage).sort()).toEqual(description.operationIds().sort());
	});
});
