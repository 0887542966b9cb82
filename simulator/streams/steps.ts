/** How each kind of output comes about, event by event. */
import type { Entry } from '../schemas/entries';
import type { StreamEvent } from './events';
import { messageSteps } from './messageSteps';
import { fragmentsOf } from './pieces';
import { unfinished, type Step } from './step';

type Of<T extends Entry['type']> = Extract<Entry, { type: T }>;

/** The steps of one output; the last one leaves the entry as it is in an answer in one piece. */
export function stepsOf(entry: Entry, output_index: number): Iterable<Step> {
	switch (entry.type) {
		case 'message.output':
			return messageSteps(entry, output_index);
		case 'tool.execution':
			return executionSteps(entry, output_index);
		case 'function.call':
			return callSteps(entry, output_index);
		case 'agent.handoff':
			return handoffSteps(entry, output_index);
		default:
			throw new Error(`A model does not answer with ${entry.type}`);
	}
}

function* executionSteps(entry: Of<'tool.execution'>, output_index: number): Iterable<Step> {
	const { id, name, info, model, agent_id } = entry;
	const place = { output_index, id, name };
	let known: Of<'tool.execution'> = { ...unfinished(entry), info: undefined };
	for (const [index, fragment] of fragmentsOf(entry.arguments).entries()) {
		known = { ...known, arguments: index > 0 ? known.arguments + fragment : fragment };
		const event: StreamEvent =
			index > 0
				? { type: 'tool.execution.delta', ...place, arguments: fragment }
				: { type: 'tool.execution.started', ...place, model, agent_id, arguments: fragment };
		yield { event, entry: known };
	}
	yield { event: { type: 'tool.execution.done', ...place, info }, entry };
}

function* callSteps(entry: Of<'function.call'>, output_index: number): Iterable<Step> {
	const { id, model, agent_id, name, tool_call_id, confirmation_status } = entry;
	// An object stands only in calls that a request brought in.
	const fragments = fragmentsOf(String(entry.arguments));
	for (const [index, fragment] of fragments.entries()) {
		const event: StreamEvent = {
			type: 'function.call.delta',
			output_index,
			id,
			model,
			agent_id,
			name,
			tool_call_id,
			arguments: fragment,
			confirmation_status,
		};
		const soFar = fragments.slice(0, index + 1).join('');
		yield { event, entry: { ...entry, arguments: soFar } };
	}
}

function* handoffSteps(entry: Of<'agent.handoff'>, output_index: number): Iterable<Step> {
	const { id, previous_agent_id, previous_agent_name, next_agent_id, next_agent_name } = entry;
	const place = { output_index, id };
	const previous = { previous_agent_id, previous_agent_name };
	yield {
		event: { type: 'agent.handoff.started', ...place, ...previous },
		entry: unfinished(entry),
	};
	const next = { next_agent_id, next_agent_name };
	yield { event: { type: 'agent.handoff.done', ...place, ...next }, entry };
}
