import { describe, expect, test } from '@jest/globals';

import { listSearch } from '../../nodes/shared/listSearch';
import { operations } from '../operation/operations';
import { coverage } from './coverage';
import { describedTest } from './describedTest';

describe('the list of what is covered', () => {
	test('names operations and pickers that exist, and each operation', () => {
		const named = Object.values(coverage).flatMap((one) => ('by' in one ? [one.by] : []));
		// It fetches what a signed URL leads to.
		const own = operations.map(([name]) => name).filter((name) => name !== 'document.download');
		const known = [...own, ...Object.keys(listSearch)];
		expect(named.filter((name) => !known.includes(name))).toEqual([]);
		expect(own.filter((name) => !named.includes(name))).toEqual([]);
	});

	describedTest('has exactly the operations of the description', (description) => {
		expect(Object.keys(coverage).sort()).toEqual(description.operationIds().sort());
	});
});
