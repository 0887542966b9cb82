import { describe, expect, test } from '@jest/globals';

import { conversation } from '../../nodes/MistralConversations/resources/conversation';
import { listSearch } from '../../nodes/shared/listSearch';
import { coverage } from './coverage';
import { describedTest } from './describedTest';

describe('the list of what is covered', () => {
	test('names operations and pickers that exist, and each operation', () => {
		const named = Object.values(coverage).flatMap((one) => ('by' in one ? [one.by] : []));
		const operations = conversation.operations.map(({ value }) => value);
		const known = [...operations, ...Object.keys(listSearch)];
		expect(named.filter((name) => !known.includes(name))).toEqual([]);
		expect(operations.filter((name) => !named.includes(name))).toEqual([]);
	});

	describedTest('has exactly the operations of the description', (description) => {
		expect(Object.keys(coverage).sort()).toEqual(description.operationIds().sort());
	});
});
