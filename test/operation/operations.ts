import { conversation } from '../../nodes/MistralConversations/resources/conversation';
import { access } from '../../nodes/MistralLibraries/resources/access';
import { document } from '../../nodes/MistralLibraries/resources/document';
import { library } from '../../nodes/MistralLibraries/resources/library';
import type { Operation, Resources } from '../../nodes/shared/operation/operation';

/** The resources of each node. */
export const nodes = {
	mistralConversations: [conversation] as Resources,
	mistralLibraries: [document, library, access] as Resources,
};

/** Operations under names such as `document.upload`. */
export const operationsOf = (resources: Resources): Array<[string, Operation]> =>
	resources.flatMap(({ value, operations }) =>
		operations.map((operation): [string, Operation] => [`${value}.${operation.value}`, operation]),
	);

/** Those of all nodes. */
export const operations = Object.values(nodes).flatMap(operationsOf);

export function operationNamed(name: string): Operation {
	const found = operations.find(([one]) => one === name);
	if (!found) throw new Error(`No operation ${name}`);
	return found[1];
}
