import { type INodeProperties, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';

import { roundFields } from '../shared/conversation/roundsForm';
import type { Operation, Resources } from '../shared/operation/operation';

const tools = { type: NodeConnectionTypes.AiTool, displayName: 'Tools', required: false };

/**
 * The node's inputs: the one for tools is there only where a model is asked, which may call them. An operation
 * that an expression names may be any: n8n before 2.41 throws where it cannot evaluate it.
 */
export function inputsOf(resources: Resources): INodeTypeDescription['inputs'] {
	const silent = resources.flatMap(({ value: resource, operations }) =>
		operations.filter((one) => !takesTools(one)).map(({ value }) => `${resource}.${value}`),
	);
	const inputs = [[NodeConnectionTypes.Main], [NodeConnectionTypes.Main, tools]];
	const [withoutTools, withTools] = inputs.map((list) => JSON.stringify(list));
	const isSilent = `${JSON.stringify(silent)}.includes($parameter["resource"] + "." + $parameter["operation"])`;
	return `={{ (() => { try { if (${isSilent}) return ${withoutTools}; } catch {} return ${withTools}; })() }}`;
}

/** By the options that say how often connected tools may run. */
const takesTools = ({ properties }: Operation): boolean =>
	properties
		.filter(({ name }) => name === 'options')
		.flatMap(({ options }) => (options ?? []) as INodeProperties[])
		.some((option) => roundFields.includes(option));
