import type { Agent } from '../agents/registry';
import { invalidRequest, unprocessable } from '../errors';
import { findModel, runsBuiltInConnectors } from '../models';
import type { CompletionArgs } from '../schemas/completionArgs';
import type { Guardrail } from '../schemas/guardrails';
import type { Tool } from '../schemas/tools';
import type { Beginnings, State } from '../state';

/** Who answers one request, and with what. */
export interface Settings {
	/** The model as it was named: id or alias. */
	model: string;
	agent: Agent | null;
	instructions: string | null;
	tools: Tool[];
	completionArgs: CompletionArgs;
	guardrails: Guardrail[];
}

/** What one request may say differently, for itself only. */
export interface Overrides {
	completion_args?: CompletionArgs | null;
	guardrails?: Guardrail[] | null;
}

/**
 * The settings that hold for a request to a conversation. What the conversation was started with goes
 * before the agent's own, a list of tools as a whole and completion_args one by one (assumed).
 * Throws the API's refusals of unknown agents, models and combinations.
 */
export function settingsFor(
	state: State,
	beginnings: Beginnings,
	overrides: Overrides = {},
): Settings {
	const agent = beginnings.agent_id
		? state.agents.get(beginnings.agent_id, beginnings.agent_version)
		: null;
	const settings: Settings = {
		model: agent?.model ?? beginnings.model ?? '',
		agent,
		instructions: beginnings.instructions ?? agent?.instructions ?? null,
		tools: beginnings.tools ?? agent?.tools ?? [],
		completionArgs: {
			...agent?.completion_args,
			...beginnings.completion_args,
			...overrides.completion_args,
		},
		guardrails: overrides.guardrails ?? beginnings.guardrails ?? agent?.guardrails ?? [],
	};
	checkSettings(settings);
	checkLibraries(state, settings.tools);
	return settings;
}

/** The settings of an agent that a conversation was handed over to. */
export function settingsOfAgent(state: State, id: string): Settings {
	return settingsFor(state, { agent_id: id, agent_version: null });
}

/** Throws the API's refusals of models, tools and arguments that do not go together. */
export function checkSettings({
	model,
	tools,
	completionArgs,
}: Pick<Settings, 'model' | 'tools' | 'completionArgs'>): void {
	const card = findModel(model);
	if (!card?.capabilities.completion_chat) {
		throw invalidRequest(400, `Model ${model} not in use.`, 3003);
	}
	const builtIn = tools.some((tool) => tool.type !== 'function' && tool.type !== 'connector');
	if (builtIn && !runsBuiltInConnectors(card)) {
		throw invalidRequest(
			400,
			`Model ${model} currently does not support builtin connectors.`,
			3004,
		);
	}
	// The text is observed, the status and place are assumed.
	if (builtIn && completionArgs.tool_choice === 'required') {
		throw unprocessable([
			{
				type: 'value_error',
				loc: ['body', 'completion_args'],
				msg: "Value error, Can't create an agent with 'tool_choice' set to 'required' and using built in connectors.",
				input: completionArgs,
			},
		]);
	}
	const effort = completionArgs.reasoning_effort ?? 'none';
	if (effort !== 'none' && !card.capabilities.reasoning) {
		throw invalidRequest(400, 'reasoning_effort is not enabled for this model');
	}
}

/** A library that there is not, or no more, is a 404 before anything is answered (assumed). */
function checkLibraries({ libraries }: State, tools: Tool[]): void {
	const searched = tools.filter((tool) => tool.type === 'document_library');
	for (const id of searched.flatMap((tool) => tool.library_ids)) libraries.get(id);
}
