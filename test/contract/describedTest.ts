import { existsSync } from 'node:fs';

import { test } from '@jest/globals';

import { descriptionFile, loadDescription, type Description } from './description';

const description = loadDescription();

/** A test that needs a file beside the project; where that is absent it is skipped, and its name says why. */
export function testWith(file: string, name: string, body: () => Promise<void> | void): void {
	if (existsSync(file)) test(name, body);
	else test.skip(`${name} (skipped: ${file} is absent)`, () => undefined);
}

/** A test that needs the vendor's description. */
export const describedTest = (
	name: string,
	body: (description: Description) => Promise<void> | void,
) => testWith(descriptionFile, name, () => description && body(description));
