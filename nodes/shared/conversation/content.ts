import { type IDataObject, jsonParse } from 'n8n-workflow';

/** A piece of a message's content. Official samples lack fields that the description requires. */
export interface Chunk extends IDataObject {
	type: string;
	text?: string;
	thinking?: Chunk[];
	tool?: string;
	title?: string;
	url?: string;
	file_id?: string;
	file_name?: string;
	file_type?: string;
}

/** What a message says: plain text, or pieces of several kinds. */
export type Content = string | Chunk[];

export const chunksOf = (content: Content = []): Chunk[] =>
	typeof content === 'string' ? [{ type: 'text', text: content }] : content;

/** The text pieces joined as they are: spaces and line breaks are part of them. */
export const textOf = (chunks: Chunk[]): string =>
	chunks.map(({ type, text }) => (type === 'text' ? text : '')).join('');

/** The text of a message, empty for other entries. */
export const textOfEntry = ({ type, content }: IDataObject): string =>
	type === 'message.output' ? textOf(chunksOf(content as Content)) : '';

/** The arguments of a call or a tool execution; those that are no JSON stay a string. */
export const parsedArguments = ({ arguments: args }: IDataObject): IDataObject[string] =>
	typeof args === 'string' ? jsonParse<IDataObject | string>(args, { fallbackValue: args }) : args;
