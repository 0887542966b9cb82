/** Calls that wait: for a result from the client, or for its yes or no. */
import { invalidRequest } from '../errors';
import type { Entry, FunctionCall } from '../schemas/entries';
import type { SimulatorSettings } from '../settings';

type Confirmation = { tool_call_id: string; confirmation: 'allow' | 'deny' };

type Rules = Pick<SimulatorSettings, 'openCalls' | 'someCalls'>;

/** Calls without a result; pending ones wait for a confirmation instead (assumed: no result ends them). */
export function openCalls(entries: Entry[]): FunctionCall[] {
	const answered = new Set(
		entries.map((entry) => (entry.type === 'function.result' ? entry.tool_call_id : undefined)),
	);
	return entries.filter(
		(entry): entry is FunctionCall =>
			entry.type === 'function.call' &&
			entry.confirmation_status !== 'allowed' &&
			entry.confirmation_status !== 'denied' &&
			!answered.has(entry.tool_call_id),
	);
}

const isPending = (call: FunctionCall): boolean => call.confirmation_status === 'pending';

const idsOf = (calls: FunctionCall[]): string[] => calls.map((call) => call.tool_call_id);

/**
 * Refuses inputs that leave calls open: 3001 when something else comes before the results, 3230 when
 * the results are not those of the open calls (both observed; which of them when, is assumed). Calls
 * that wait for a yes may stay open, unless they come first.
 */
export function checkResults(history: Entry[], inputs: Entry[], rules: Rules): void {
	const calls = openCalls(history);
	const pending = idsOf(calls.filter(isPending));
	const open = new Set(idsOf(calls.filter((call) => !isPending(call))));
	for (const entry of inputs) {
		if (entry.type === 'function.call') {
			open.add(entry.tool_call_id);
		} else if (entry.type === 'function.result') {
			if (pending.length > 0 && rules.openCalls === 'confirmations-first') throw countMismatch();
			if (!open.delete(entry.tool_call_id)) throw countMismatch();
		} else if (open.size + pending.length > 0) {
			const missing = idsOf(calls).filter((id) => open.has(id) || pending.includes(id));
			throw resultsMissing(missing.length > 0 ? missing : [...open]);
		}
	}
	if (open.size > 0 && rules.someCalls === 'refused') throw countMismatch();
}

/**
 * The conversation with its pending calls allowed or denied, and those calls. A confirmation of anything
 * else is refused as a result would be. Calls that wait for a result may stay open, unless they come first.
 */
export function confirm(
	entries: Entry[],
	confirmations: Confirmation[],
	rules: Rules,
): { entries: Entry[]; confirmed: FunctionCall[] } {
	const open = openCalls(entries);
	const decisions = new Map(confirmations.map((one) => [one.tool_call_id, one.confirmation]));
	const known = open.filter((call) => isPending(call) && decisions.has(call.tool_call_id));
	if (known.length < confirmations.length) throw countMismatch();
	const missing = open.filter((call) =>
		isPending(call)
			? !decisions.has(call.tool_call_id) && rules.someCalls === 'refused'
			: rules.openCalls === 'results-first',
	);
	if (missing.length > 0) throw resultsMissing(idsOf(missing));
	const confirmed = known.map<FunctionCall>((call) => ({
		...call,
		confirmation_status: decisions.get(call.tool_call_id) === 'allow' ? 'allowed' : 'denied',
		completed_at: new Date().toISOString(),
	}));
	const decided = new Map(confirmed.map((call) => [call.id, call]));
	return { entries: entries.map((entry) => decided.get(entry.id) ?? entry), confirmed };
}

function resultsMissing(ids: string[]) {
	const list = ids.map((id) => `'${id}'`).join(', ');
	return invalidRequest(
		400,
		`Cannot append other inputs while function results are still missing. Provide function results first for: [${list}]`,
		3001,
	);
}

function countMismatch() {
	return invalidRequest(400, 'Not the same number of function calls and responses', 3230);
}
