import { type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';

import { roundFields } from '../shared/conversation/roundsForm';
import type { Resources } from '../shared/operation/operation';

const { Main, AiTool } = NodeConnectionTypes;
const tools = { type: AiTool, displayName: 'Tools', required: false };

/** The node's inputs: operations that let the model call connected tools have one for these. */
export function inputsOf(resources: Resources): INodeTypeDescription['inputs'] {
	const [rounds] = roundFields;
	const withTools = resources
		.flatMap(({ operations }) => operations)
		.filter(({ properties }) =>
			properties.some(({ options }) => options?.some((option) => option === rounds)),
		)
		.map(({ value }) => value);
	const all = JSON.stringify([Main, tools]);
	return `={{ ${JSON.stringify(withTools)}.includes($parameter.operation) ? ${all} : ${JSON.stringify([Main])} }}`;
}
