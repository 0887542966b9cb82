import type { AnswerParameters } from '../../../shared/conversation/answerForm';
import { tellingCallsLeft } from '../../../shared/conversation/callsLeft';
import { goingOn } from '../../../shared/conversation/goingOn';
import { type Appended, appendRequest } from '../../../shared/conversation/requests';
import type { Item, ItemsRun, PairedOutput } from '../../../shared/operation/operation';
import { apiPath } from '../../../shared/transport/apiPath';
import { ParameterError } from '../../../shared/transport/parameterError';
import type { Source } from './callForm';

/** Parameters of the operations that bring something for calls. */
export interface BroughtParameters extends AnswerParameters {
	conversationId: string;
}

/** What an operation brings. */
export interface Bringing<P, Brought> {
	sourceOf(parameters: P): Source;
	broughtBy(parameters: P): Brought[];
	appended(brought: Brought[]): Appended;
}

/**
 * Appends what is brought for calls: Mistral wants it for all open calls of a conversation at once, so
 * what several items bring for one conversation goes together.
 *
 * @returns one output per append, paired with the items that brought something
 */
export async function appendTogether<
	P extends BroughtParameters,
	Brought extends { toolCallId: string },
>(items: Array<Item<P>>, run: ItemsRun, bringing: Bringing<P, Brought>): Promise<PairedOutput[]> {
	const groups = groupsOf(items, bringing);
	const outputs = new Map<Item<P>, PairedOutput>();
	await run.each([...groups.keys()], async (first) => {
		const group = groups.get(first) ?? [];
		const brought = group.flatMap(({ parameters }) => bringing.broughtBy(parameters));
		const request = requestOf(first.parameters, brought, bringing);
		const { conversationId } = first.parameters;
		const append = goingOn(first.api, { conversationId, request, onOpenCalls: 'error' });
		const output = await tellingCallsLeft(first, request, append);
		outputs.set(first, { ...output, pairedItems: group.map(({ index }) => index) });
	});
	return [...groups.keys()].flatMap((first) => outputs.get(first) ?? []);
}

/** @throws {ParameterError} when the parameters of one item are of no use */
export function checkBrought<P extends BroughtParameters, Brought extends { toolCallId: string }>(
	parameters: P,
	bringing: Bringing<P, Brought>,
): void {
	apiPath(requestOf(parameters, bringing.broughtBy(parameters), bringing).path);
}

function requestOf<P extends BroughtParameters, Brought extends { toolCallId: string }>(
	parameters: P,
	brought: Brought[],
	bringing: Bringing<P, Brought>,
) {
	const ids = brought.map(({ toolCallId }) => toolCallId);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice !== undefined) {
		throw new ParameterError(
			`The tool call "${twice}" of the conversation ${parameters.conversationId} is there more than once`,
			'Give one item for each call.',
		);
	}
	return appendRequest(parameters.conversationId, bringing.appended(brought), parameters);
}

/** Items that go together, by the first of them, whose other parameters count. */
function groupsOf<P extends BroughtParameters, Brought>(
	items: Array<Item<P>>,
	{ sourceOf }: Bringing<P, Brought>,
): Map<Item<P>, Array<Item<P>>> {
	const firsts = new Map<string, Item<P>>();
	const groups = new Map<Item<P>, Array<Item<P>>>();
	for (const item of items) {
		const { conversationId } = item.parameters;
		const joined = sourceOf(item.parameters) === 'items' ? firsts.get(conversationId) : undefined;
		const first = joined ?? item;
		if (sourceOf(item.parameters) === 'items') firsts.set(conversationId, first);
		groups.set(first, [...(groups.get(first) ?? []), item]);
	}
	return groups;
}
