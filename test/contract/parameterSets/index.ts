import { agentSets } from './agents';
import { conversationSets } from './conversation';
import { librarySets } from './libraries';
import type { ParameterSet, ParameterSets } from './shared';

export const parameterSets: ParameterSets = { ...conversationSets, ...agentSets, ...librarySets };

/** The sets of an operation, as `resource.operation`. */
export function setsOf(name: string): ParameterSet {
	const found = parameterSets[name];
	if (!found) throw new Error(`No parameter sets for the operation ${name}`);
	return found;
}
