import { type IDataObject, jsonParse } from 'n8n-workflow';

import type { Chunk, Content, Entry } from '../transport/entities';
import { isObject } from '../transport/shape';

/** The pieces of a content; what is no piece, such as null, is left out. */
export function chunksOf(content?: Content | null): Chunk[] {
	if (typeof content === 'string') return [{ type: 'text', text: content }];
	return Array.isArray(content) ? content.filter(isObject) : [];
}

/** The text pieces joined as they are: spaces and line breaks are part of them. */
export const textOf = (chunks: Chunk[]): string =>
	chunks.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('');

/** The text of a message, empty for other entries. */
export const textOfEntry = ({ type, content }: Entry): string =>
	type === 'message.output' ? textOf(chunksOf(content)) : '';

/** The arguments of a call or a tool execution; those that are no JSON stay a string. */
export const parsedArguments = ({
	arguments: args,
}: Pick<Entry, 'arguments'>): IDataObject | string | undefined =>
	typeof args === 'string' ? jsonParse<IDataObject | string>(args, { fallbackValue: args }) : args;
