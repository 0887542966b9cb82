import { agentSets } from './agents';
import { conversationSets } from './conversation';
import { librarySets } from './libraries';
import type { ParameterSet, ParameterSets } from './shared';

export const parameterSets: ParameterSets = { ...conversationSets, ...agentSets, ...librarySets };

/** The sets of an operation, as `resource.operation`. */
export function setsOf(name: string): ParameterSet {
	const found = parameterSets[name];
	if (found) return found;
	throw new Error(
		`No parameter sets for ${name}: add { none, all } to a file in test/contract/parameterSets (none: only what is required; all: every field set, Return All too)`,
	);
}
