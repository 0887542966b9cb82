import { type IDataObject, jsonParse } from 'n8n-workflow';

import type { Answer, Chunk, Entry } from '../transport/entities';
import { chunksOf, parsedArguments, textOf } from './content';

/**
 * The simplified output of an answer. `text` joins the messages by a blank line; fields without content
 * are left out, except `conversationId`, `status`, `text` and `usage`, whose own empty fields go.
 *
 * @param wantsJson whether a JSON format was asked for: then `parsed` holds the last message, if it parses
 */
export function replyOf(answer: Answer, wantsJson: boolean): IDataObject {
	// Official samples of answers lack `usage`.
	const { conversation_id: conversationId, outputs, usage = null } = answer;
	const ofType = (type: string) => outputs.filter((entry) => entry.type === type);
	const messages = ofType('message.output');
	const texts = messages.map(({ content }) => textOf(chunksOf(content)));
	const chunks = messages.flatMap(({ content }) => chunksOf(content));
	const calls = ofType('function.call');
	const lastSpeaker = outputs.findLast(({ agent_id, model }) => agent_id ?? model);
	const fields: IDataObject = {
		parsed: wantsJson
			? jsonParse<IDataObject | null>(texts.at(-1) ?? '', { fallbackValue: null })
			: undefined,
		functionCalls: calls.map((call) => functionCallOf(call, conversationId)),
		references: referencesOf(chunks),
		files: chunks.filter(({ type }) => type === 'tool_file').map(fileOf),
		thinking: textOf(chunks.flatMap(({ thinking }) => chunksOf(thinking))),
		toolExecutions: ofType('tool.execution').map(toolExecutionOf),
		handoffs: ofType('agent.handoff'),
		agentId: lastSpeaker?.agent_id,
		model: lastSpeaker?.model,
		// The stream was cut and the answer taken from the history.
		reconciled: answer.reconciled,
	};
	return {
		conversationId,
		status: calls.some(isOpen) ? 'requires_action' : 'completed',
		text: texts
			.filter(Boolean)
			.join('\n\n')
			.replace(/[\r\n]+$/, ''),
		...Object.fromEntries(Object.entries(fields).filter(([, value]) => hasContent(value))),
		usage: usage && withoutNulls(usage),
	};
}

const withoutNulls = (fields: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** A call that was confirmed or denied has been dealt with by the API itself. */
const isOpen = ({ confirmation_status: status }: Entry) => !status || status === 'pending';

/**
 * A call as Tool Call > Submit Results takes it. `args` holds the arguments once more: n8n's expressions
 * refuse any field named `arguments`.
 */
export function functionCallOf(call: Omit<Entry, 'type'>, conversationId: string): IDataObject {
	const args = parsedArguments(call);
	return {
		conversationId,
		toolCallId: call.tool_call_id,
		name: call.name,
		args,
		arguments: args,
		confirmationStatus: call.confirmation_status ?? null,
	};
}

/** The API's entry, with its arguments where expressions can read them. */
const toolExecutionOf = (entry: Entry): IDataObject =>
	entry.arguments === undefined ? entry : { ...entry, args: parsedArguments(entry) };

/** Sources that are cited several times are named once. */
function referencesOf(chunks: Chunk[]): IDataObject[] {
	const references = chunks
		.filter(({ type }) => type === 'tool_reference')
		.map(({ title, url, tool }) => ({ title, url, tool }));
	return [...new Map(references.map((found) => [JSON.stringify(found), found])).values()];
}

const fileOf = ({ file_id, file_name, file_type }: Chunk): IDataObject => ({
	fileId: file_id,
	fileName: file_name,
	fileType: file_type,
});

const hasContent = (value: unknown) =>
	value !== undefined &&
	value !== null &&
	value !== '' &&
	(!Array.isArray(value) || value.length > 0);
