import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { AgentContent } from '../../simulator/agents/content';
import type { CompletionArgs } from '../../simulator/schemas/completionArgs';
import type { Tool } from '../../simulator/schemas/tools';

/** The node's parameters for an agent in the API's form, be it as it was sent or as it is shown. */
export function parametersOf(agent: IDataObject): INodeParameters {
	const content = agent as unknown as Partial<AgentContent>;
	return {
		name: content.name,
		model: { __rl: true, mode: 'id', value: content.model },
		instructions: content.instructions ?? '',
		description: content.description ?? '',
		tools: { values: content.tools?.map(rowOf) ?? [] },
		completionArgs: content.completion_args ? argumentsOf(content.completion_args) : {},
		options: {
			guardrails: JSON.stringify(content.guardrails ?? []),
			metadata: JSON.stringify(content.metadata ?? {}),
		},
	} as INodeParameters;
}

function rowOf(tool: Tool): IDataObject {
	if (tool.type === 'function') {
		const { parameters, ...fields } = tool.function;
		return { type: tool.type, ...fields, parameters: JSON.stringify(parameters) };
	}
	const { include, exclude, requires_confirmation: asked } = tool.tool_configuration ?? {};
	return {
		type: tool.type,
		options: {
			include: include?.join(','),
			exclude: exclude?.join(','),
			requiresConfirmation: asked?.join(','),
		},
		...(tool.type === 'document_library' && { libraryIds: tool.library_ids.join(',') }),
		...(tool.type === 'connector' && {
			connectorId: tool.connector_id,
			authorizationType: tool.authorization?.type ?? 'none',
			authorizationValue: tool.authorization?.value,
		}),
	};
}

function argumentsOf(args: CompletionArgs): IDataObject {
	const { response_format: format } = args;
	const fields = {
		temperature: args.temperature,
		topP: args.top_p,
		maxTokens: args.max_tokens,
		stop: args.stop,
		prediction: args.prediction?.content,
		toolChoice: args.tool_choice,
		responseFormat: format?.type,
		jsonSchemaName: format?.json_schema?.name,
		jsonSchema: format?.json_schema && JSON.stringify(format.json_schema.schema),
		jsonSchemaStrict: format?.json_schema?.strict,
	};
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
	) as IDataObject;
}
