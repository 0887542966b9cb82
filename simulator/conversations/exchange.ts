/** Start, append and restart: from a checked body to the answer, which is then given bit by bit. */
import { answer } from '../answers/answer';
import { textOf } from '../answers/turn';
import type { Usage } from '../answers/usage';
import { invalidRequest, notFound, parse } from '../errors';
import { moderate } from '../guardrails';
import type { Draft, Entry, FunctionCall, Inputs } from '../schemas/entries';
import { appendRequest, restartRequest, startRequest } from '../schemas/requests';
import { settingsFor, type Overrides } from '../answers/settings';
import type { Conversation, State } from '../state';
import { checkDocumentUrls } from './documentUrls';
import { checkResults, confirm, openCalls } from './openCalls';

/** Body of the answer (schema `ConversationResponse`). */
export interface ConversationResponse {
	object: 'conversation.response';
	conversation_id: string;
	outputs: Entry[];
	usage: Usage;
	guardrails: object[] | null;
}

/** What start, append and restart have in common once the body is read. */
interface Exchange {
	conversation: Conversation;
	/** Kept entries and what this request adds to them. */
	history: Entry[];
	inputs: Entry[];
	confirmed: FunctionCall[];
	overrides: Overrides & { handoff_execution?: 'client' | 'server' | null };
	store: boolean;
	stream: boolean;
}

/** A whole answer, however it is sent, and the conversation that it belongs to. */
export interface Outcome {
	response: ConversationResponse;
	conversation: Conversation;
	/** The conversation's entries before the answer, this request's inputs included. */
	entries: Entry[];
	/** Whether the conversation is to be kept. */
	store: boolean;
	/** Whether the answer is asked for as a stream. */
	stream: boolean;
	/** Milliseconds that each tool works. */
	toolTime: number;
}

/** `agents_api_v1_conversations_start`. */
export function start(state: State, requestBody: unknown): Outcome {
	const body = parse(startRequest, requestBody, 'body');
	const inputs = stampInputs(state, body.inputs);
	checkResults([], inputs, state.settings);
	const agent_version = body.agent_id
		? state.agents.get(body.agent_id, body.agent_version).version
		: null;
	const conversation = state.newConversation({
		name: body.name ?? null,
		description: body.description ?? null,
		metadata: body.metadata ?? null,
		beginnings: {
			model: body.model,
			agent_id: body.agent_id,
			agent_version,
			instructions: body.instructions,
			tools: body.tools,
			completion_args: body.completion_args,
			guardrails: body.guardrails,
		},
	});
	const overrides = { handoff_execution: body.handoff_execution };
	const store = body.store ?? true;
	const stream = body.stream ?? false;
	return run(state, { conversation, history: [], inputs, confirmed: [], overrides, store, stream });
}

/** `agents_api_v1_conversations_append`; the conversation keeps its id (observed). */
export function append(state: State, id: string, requestBody: unknown): Outcome {
	const body = parse(appendRequest, requestBody, 'body');
	const conversation = find(state, id);
	const inputs = stampInputs(state, body.inputs ?? []);
	const { entries: history, confirmed } = body.tool_confirmations
		? confirm(conversation.entries, body.tool_confirmations, state.settings)
		: { entries: conversation.entries, confirmed: [] };
	if (!body.tool_confirmations) checkResults(history, inputs, state.settings);
	const { store, stream } = body;
	const exchange = { conversation, history, inputs, confirmed, overrides: body, store, stream };
	const outcome = run(state, exchange);
	conversation.appended ||= store;
	return outcome;
}

/**
 * `agents_api_v1_conversations_restart`: a new conversation with all entries up to and including
 * `from_entry_id` (observed). Name and description are taken over, metadata unless given (assumed).
 */
export function restart(state: State, id: string, requestBody: unknown): Outcome {
	const body = parse(restartRequest, requestBody, 'body');
	const original = find(state, id);
	// Documented; the wording is assumed.
	if (!original.appended) {
		throw invalidRequest(400, `Conversation with id ${id} was never appended to.`, 3001);
	}
	const last = original.entries.findIndex((entry) => entry.id === body.from_entry_id);
	if (last < 0) throw notFound(`Entry with id ${body.from_entry_id}`);
	const history = original.entries.slice(0, last + 1);
	const inputs = stampInputs(state, body.inputs ?? []);
	checkResults(history, inputs, state.settings);
	const { agent_id } = original.beginnings;
	const conversation = state.newConversation({
		name: original.name,
		description: original.description,
		metadata: body.metadata ?? original.metadata,
		beginnings: {
			...original.beginnings,
			// "If not provided, uses the current version", says the description.
			agent_version: agent_id ? state.agents.get(agent_id, body.agent_version).version : null,
		},
	});
	const { store, stream } = body;
	const exchange = { conversation, history, inputs, confirmed: [], overrides: body };
	return run(state, { ...exchange, store, stream });
}

/** The conversation with this id; 404 when there is none (any more). */
export function find(state: State, id: string): Conversation {
	const conversation = state.conversations.get(id);
	if (!conversation) throw notFound(`Conversation with id ${id}`);
	return conversation;
}

function stampInputs(state: State, inputs: Inputs): Entry[] {
	const drafts: Draft[] =
		typeof inputs === 'string'
			? [{ type: 'message.input', role: 'user', content: inputs, prefix: false }]
			: inputs;
	return drafts.map((draft) => state.stamp(draft));
}

function run(state: State, exchange: Exchange): Outcome {
	const { conversation, inputs, confirmed, overrides, store, stream } = exchange;
	const settings = settingsFor(state, conversation.beginnings, overrides);
	checkDocumentUrls(inputs, state.signedUrls);
	const guardrails = moderate(settings.guardrails, inputs.map(said).join('\n'));
	const entries = [...exchange.history, ...inputs];
	const handoffExecution = overrides.handoff_execution ?? 'server';
	const isOpen = openCalls(entries).length > 0;
	const turn = { state, settings, entries, confirmed, isOpen, handoffExecution };
	const { drafts, usage, toolTime } = answer(turn);
	const outputs = drafts.map((draft) => state.stamp(draft));
	const response: ConversationResponse = {
		object: 'conversation.response',
		conversation_id: conversation.id,
		outputs,
		usage,
		guardrails,
	};
	return { response, conversation, entries, store, stream, toolTime };
}

const said = (entry: Entry): string =>
	entry.type === 'message.input' ? textOf(entry.content) : '';
