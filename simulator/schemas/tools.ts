/** The tools a conversation or an agent may be given. */
import { z } from 'zod';

import { anyOf, oneOfType } from '../pydantic';
import { kind } from './content';

const toolConfiguration = z
	.object({
		exclude: z.array(z.string()).nullish(),
		include: z.array(z.string()).nullish(),
		requires_confirmation: z.array(z.string()).nullish(),
	})
	.strict()
	.refine(({ include, exclude }) => !include || !exclude, {
		message: "Only one of 'include' or 'exclude' can be set",
	})
	.nullish();

const builtIn = <T extends string>(type: T) =>
	z.object({ type: z.literal(type), tool_configuration: toolConfiguration }).strict();

const functionTool = z
	.object({
		type: z.literal('function'),
		function: z
			.object({
				name: z.string(),
				description: z.string().default(''),
				strict: z.boolean().default(false),
				parameters: z.record(z.unknown()),
			})
			.strict(),
	})
	.strict();

const secret = <T extends string>(type: T) =>
	z.object({ type: kind(type), value: z.string() }).strict();

const connector = builtIn('connector').extend({
	connector_id: z.string(),
	authorization: anyOf({
		'oauth2-token': secret('oauth2-token'),
		'api-key': secret('api-key'),
	}).nullish(),
});

const tool = oneOfType({
	function: functionTool,
	web_search: builtIn('web_search'),
	web_search_premium: builtIn('web_search_premium'),
	code_interpreter: builtIn('code_interpreter'),
	image_generation: builtIn('image_generation'),
	document_library: builtIn('document_library').extend({
		library_ids: z.array(z.string()).min(1),
	}),
	connector,
});

/** A tool as a request or an agent lists it. */
export type Tool = z.output<typeof tool>;

export type FunctionTool = Extract<Tool, { type: 'function' }>;

/** A tool that the service runs itself: a built-in one or a connector. */
export type HostedTool = Exclude<Tool, FunctionTool>;

/** The tools of one request; the vendor's known limitations allow 128. */
export const tools = z.array(tool).max(128);
