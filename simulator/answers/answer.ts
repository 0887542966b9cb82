/** The simulated model: the same conversation gives the same answer, by rules a reader can foresee. */
import type { Draft, FunctionCall } from '../schemas/entries';
import type { FunctionTool, HostedTool } from '../schemas/tools';
import { settingsOfAgent, type Settings } from './settings';
import { inFormat, limited, withThinking } from './form';
import { callFunctions, isNamed, latestResults, quoteResults } from './functions';
import {
	isAvailable,
	isSuggested,
	runTools,
	toolOfCall,
	useTools,
	type ToolUses,
} from './hostedTools';
import { plainAnswer } from './plain';
import { isCallDue, makeCalls, toolTime } from './script';
import { lastUserText, message, text, type Turn } from './turn';
import { countUsage, type Usage } from './usage';

export interface Answer {
	drafts: Draft[];
	usage: Usage;
	/** Milliseconds that each tool works. */
	toolTime: number;
}

/** Answers one turn: outputs without ids and times, and what they cost. */
export function answer(turn: Turn): Answer {
	const drafts = limited(outputs(turn), turn.settings);
	return { drafts, usage: countUsage(turn, drafts), toolTime: toolTime(turn.entries) };
}

/**
 * In this order: a confirmed call is run, results are quoted (unless the user said "repeatedly", or
 * wants more rounds: then the functions are called again), a handoff is made, tools are used, and else
 * there is a plain answer. As long as calls are open nothing is said (assumed).
 */
function outputs(turn: Turn): Draft[] {
	const { entries } = turn;
	const [confirmed] = turn.confirmed;
	const hasResults = latestResults(entries).length > 0;
	const again = isCallDue(entries) || /\brepeatedly\b/i.test(lastUserText(entries));
	if (confirmed) {
		const caller = asCaller(turn, confirmed);
		const { drafts, said: results } = afterConfirmation(caller);
		if (turn.isOpen) return drafts;
		const quoted = hasResults ? [text(quoteResults(entries))] : [];
		return said(caller, { drafts, said: [...results, ...quoted] });
	}
	if (hasResults && turn.isOpen) return [];
	if (hasResults && !again) {
		const call = entries.findLast((entry) => entry.type === 'function.call');
		return said(asCaller(turn, call), { drafts: [], said: [text(quoteResults(entries))] });
	}
	const handoff = handoffOf(turn);
	if (!handoff) return withTools(turn);
	if (turn.handoffExecution === 'client') return [handoff.draft];
	return [handoff.draft, ...withTools({ ...turn, settings: handoff.settings })];
}

/** A call made after a handoff is followed up by the agent that made it. */
function asCaller(turn: Turn, call: FunctionCall | undefined): Turn {
	const id = call?.agent_id;
	if (!id || id === turn.settings.agent?.id) return turn;
	return { ...turn, settings: settingsOfAgent(turn.state, id) };
}

function withTools(turn: Turn): Draft[] {
	if (isCallDue(turn.entries)) return said(turn, makeCalls(turn, hostedTools(turn.settings)));
	const { functions, hosted } = chosenTools(turn);
	if (functions.length > 0) return callFunctions(turn, functions);
	if (hosted.length > 0) return said(turn, useTools(turn, hosted));
	return said(turn, { drafts: [], said: [text(plainAnswer(turn))] });
}

/** The drafts and after them what is said, unless nothing is. */
function said(turn: Turn, uses: ToolUses): Draft[] {
	if (uses.said.length === 0) return uses.drafts;
	const chunks = withThinking(turn, inFormat(turn, uses.said));
	return [...uses.drafts, message(turn.settings, chunks)];
}

/** Functions that the text names go first, then hosted tools that it suggests or that are alone. */
function chosenTools({ settings, entries }: Turn): {
	functions: FunctionTool[];
	hosted: HostedTool[];
} {
	const choice = settings.completionArgs.tool_choice ?? 'auto';
	if (choice === 'none') return { functions: [], hosted: [] };
	const query = lastUserText(entries);
	const functions = settings.tools.filter((tool) => tool.type === 'function');
	const named = functions.filter((tool) => isNamed(tool, query));
	if (named.length > 0) return { functions: named, hosted: [] };
	const offered = hostedTools(settings).filter(isAvailable);
	const hosted =
		offered.length === 1 ? offered : offered.filter((tool) => isSuggested(tool, query));
	if (hosted.length > 0 || choice === 'auto') return { functions: [], hosted };
	return functions.length > 0
		? { functions: functions.slice(0, 1), hosted: [] }
		: { functions: [], hosted: offered.slice(0, 1) };
}

function hostedTools({ tools }: Settings): HostedTool[] {
	return tools.filter((tool) => tool.type !== 'function');
}

function afterConfirmation(turn: Turn): ToolUses {
	const allowed = turn.confirmed.filter((call) => call.confirmation_status === 'allowed');
	const denied = turn.confirmed.filter((call) => call.confirmation_status === 'denied');
	const tools = allowed.flatMap((call) => toolOfCall(hostedTools(turn.settings), call.name) ?? []);
	const { drafts, said: results } = runTools(turn, tools);
	const apologies = denied.map((call) => text(`I did not call ${call.name}, as you asked.`));
	return { drafts, said: [...results, ...apologies] };
}

function handoffOf({
	settings: { agent },
	entries,
	state,
}: Turn): { draft: Draft; settings: Settings } | undefined {
	const next = agent?.handoffs?.[0];
	if (!agent || !next || !/hand ?over|handoff/i.test(lastUserText(entries))) {
		return undefined;
	}
	const settings = settingsOfAgent(state, next);
	const draft: Draft = {
		type: 'agent.handoff',
		previous_agent_id: agent.id,
		previous_agent_name: agent.name,
		next_agent_id: next,
		next_agent_name: settings.agent?.name ?? next,
	};
	return { draft, settings };
}
