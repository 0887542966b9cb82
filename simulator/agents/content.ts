import { expandedGuardrail } from '../guardrails';
import { findModel } from '../models';
import type { CompletionArgs } from '../schemas/completionArgs';
import type { Guardrail } from '../schemas/guardrails';
import type { Tool } from '../schemas/tools';

/** What an agent consists of; each change makes a version. */
export interface AgentContent {
	name: string;
	model: string;
	instructions: string | null;
	description: string | null;
	tools: Tool[];
	completion_args: CompletionArgs;
	guardrails: Guardrail[] | null;
	/** Ids of the agents it may hand over to. */
	handoffs: string[] | null;
	metadata: Record<string, unknown> | null;
	deployment_chat: boolean;
	version_message: string | null;
}

/** What an agent has that nothing was said about. */
export const blank: Omit<AgentContent, 'name' | 'model'> = {
	instructions: null,
	description: null,
	tools: [],
	completion_args: {},
	guardrails: null,
	handoffs: null,
	metadata: null,
	deployment_chat: false,
	version_message: null,
};

/** The content as the API shows it: fields that nobody sent are there with their defaults (observed). */
export function expanded(content: AgentContent): AgentContent {
	const { model, tools, completion_args, guardrails } = content;
	return {
		...content,
		tools: tools.map(expandedTool),
		completion_args: expandedArgs(completion_args, model),
		guardrails: guardrails?.map(expandedGuardrail) ?? null,
	};
}

const blankArgs: CompletionArgs = {
	stop: null,
	presence_penalty: null,
	frequency_penalty: null,
	temperature: null,
	top_p: null,
	max_tokens: null,
	random_seed: null,
	prediction: null,
	response_format: null,
	tool_choice: 'auto',
	reasoning_effort: null,
};

/** The model's own temperature stands in for one that was not sent (observed in most samples). */
function expandedArgs(args: CompletionArgs, model: string): CompletionArgs {
	const { temperature, response_format: format } = args;
	return {
		...blankArgs,
		...args,
		temperature: temperature ?? findModel(model)?.default_model_temperature ?? null,
		response_format: format
			? {
					...format,
					json_schema: format.json_schema ? { description: null, ...format.json_schema } : null,
				}
			: null,
	};
}

/** No sample shows a connector's secret; it is assumed to be masked. */
function expandedTool(tool: Tool): Tool {
	if (tool.type === 'function') return tool;
	const { tool_configuration: given } = tool;
	const tool_configuration = given
		? { exclude: null, include: null, requires_confirmation: null, ...given }
		: null;
	if (tool.type !== 'connector') return { ...tool, tool_configuration };
	const authorization = tool.authorization ? { ...tool.authorization, value: '**********' } : null;
	return { ...tool, authorization, tool_configuration };
}
