/**
 * Commands that the user's last text may have, each on a line of its own:
 *
 * - `/call NAME ARGUMENTS` calls this, be it offered or not, with these arguments, be they JSON or not.
 *   Several lines are several calls in one answer. A tool that the service runs is run at once, or
 *   waits for a yes where its configuration says so.
 * - `/rounds 3` makes all these calls again when their results are there, three times in all.
 * - `/work 300` lets every tool that the service runs work 300 milliseconds.
 */
import type { Draft, Entry } from '../schemas/entries';
import type { HostedTool } from '../schemas/tools';
import { needsYes, runTools, toolOfCall, type ToolUses } from './hostedTools';
import { author, lastUserText, type Turn } from './turn';

/** What follows a command on its line, once for each time that it is there. */
function commands(entries: Entry[], name: string): string[] {
	const lines = lastUserText(entries).matchAll(new RegExp(`^/${name} +(.*)$`, 'gm'));
	return [...lines].map(([, rest = '']) => rest);
}

/** In milliseconds. */
export function toolTime(entries: Entry[]): number {
	return Number(commands(entries, 'work').at(-1) ?? 0) || 0;
}

/** Whether the calls are to be made, again or for the first time. */
export function isCallDue(entries: Entry[]): boolean {
	const wanted = Number(commands(entries, 'rounds').at(-1) ?? 1);
	const said = entries.findLastIndex(
		(entry) => entry.type === 'message.input' && entry.role === 'user',
	);
	const since = entries.slice(said + 1).map(({ type }) => type);
	const made = since.filter(
		(type, index) => type === 'function.result' && since[index - 1] !== 'function.result',
	).length;
	return commands(entries, 'call').length > 0 && made < wanted;
}

/** Makes the calls. */
export function makeCalls(turn: Turn, hosted: HostedTool[]): ToolUses {
	const uses = commands(turn.entries, 'call').map((line): ToolUses => {
		const [, name = '', given = ''] = /^(\S*) *(.*)$/.exec(line) ?? [];
		const tool = toolOfCall(hosted, name);
		if (tool && !needsYes(tool)) return runTools(turn, [tool]);
		const call: Draft = {
			type: 'function.call',
			...author(turn.settings),
			tool_call_id: turn.state.ids.toolCall(),
			name,
			arguments: given,
			confirmation_status: tool ? 'pending' : null,
		};
		return { drafts: [call], said: [] };
	});
	const drafts = uses.flatMap((use) => use.drafts);
	const waits = drafts.some(({ type }) => type === 'function.call');
	return { drafts, said: waits ? [] : uses.flatMap((use) => use.said) };
}
