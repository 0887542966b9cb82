import { test } from '@jest/globals';

import { descriptionFile, loadDescription, type Description } from './description';

const description = loadDescription();

/** A test that needs the vendor's description; where that is absent it is skipped, and its name says why. */
export function describedTest(
	name: string,
	body: (description: Description) => Promise<void> | void,
): void {
	if (description) test(name, () => body(description));
	else test.skip(`${name} (skipped: ${descriptionFile} is absent)`, () => undefined);
}
