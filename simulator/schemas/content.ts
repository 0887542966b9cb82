/** The chunks that a message's content is made of (schemas `TextChunk`, `ToolReferenceChunk`, …). */
import { z } from 'zod';

import { anyOf } from '../pydantic';

/** A chunk, entry or tool names its kind; where the description has a default it may be left out. */
export const kind = <T extends string>(value: T) => z.literal(value).default(value);

const textChunk = z.object({ type: kind('text'), text: z.string() }).strict();

const imageUrlChunk = z
	.object({
		type: kind('image_url'),
		image_url: anyOf({
			ImageURL: z
				.object({ url: z.string(), detail: z.enum(['low', 'auto', 'high']).nullish() })
				.strict(),
			str: z.string(),
		}),
	})
	.strict();

const documentUrlChunk = z
	.object({
		type: kind('document_url'),
		document_url: z.string(),
		document_name: z.string().nullish(),
	})
	.strict();

const toolFileChunk = z
	.object({
		type: kind('tool_file'),
		tool: z.string(),
		file_id: z.string(),
		file_name: z.string().nullish(),
		file_type: z.string().nullish(),
	})
	.strict();

const toolReferenceChunk = z
	.object({
		type: kind('tool_reference'),
		tool: z.string(),
		title: z.string(),
		url: z.string().nullish(),
		favicon: z.string().nullish(),
		description: z.string().nullish(),
	})
	.strict();

const referenceChunk = z.object({
	type: kind('reference'),
	reference_ids: z.array(anyOf({ int: z.number().int(), str: z.string() })),
});

const thinkChunk = z
	.object({
		type: kind('thinking'),
		thinking: z.array(
			anyOf({
				TextChunk: textChunk,
				ToolReferenceChunk: toolReferenceChunk,
				ReferenceChunk: referenceChunk,
			}),
		),
		signature: z.string().nullish(),
		closed: z.boolean().default(true),
	})
	.strict();

const inputChunks = {
	TextChunk: textChunk,
	ImageURLChunk: imageUrlChunk,
	ToolFileChunk: toolFileChunk,
	DocumentURLChunk: documentUrlChunk,
	ThinkChunk: thinkChunk,
};

const outputChunks = { ...inputChunks, ToolReferenceChunk: toolReferenceChunk };

const outputChunk = anyOf(outputChunks);

/** A chunk of a message.output; those of a message.input are all of them but tool_reference. */
export type Chunk = z.output<typeof outputChunk>;

export type TextChunk = z.output<typeof textChunk>;

export const inputContent = anyOf({ str: z.string(), list: z.array(anyOf(inputChunks)) });
export const outputContent = anyOf({ str: z.string(), list: z.array(outputChunk) });
