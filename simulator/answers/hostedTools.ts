/** The tools that the service runs itself: what each does with the user's text. */
import { digest } from '../ids';
import type { Chunk } from '../schemas/content';
import type { Draft } from '../schemas/entries';
import type { HostedTool } from '../schemas/tools';
import { author, lastUserText, message, text, type Turn } from './turn';

/** One use of a tool. */
interface Use {
	/** Said before the tool runs, as the service does for code. */
	before?: string;
	arguments: Record<string, unknown>;
	info?: Record<string, unknown>;
	/** What the model says with the result in hand. */
	said: Chunk[];
}

interface Behaviour<T extends HostedTool> {
	/** Words in the user's text that suggest the tool. */
	keywords(tool: T): RegExp;
	use(query: string, tool: T, turn: Turn): Use;
}

type Behaviours = { [K in HostedTool['type']]: Behaviour<Extract<HostedTool, { type: K }>> };

const webSearch: Behaviour<Extract<HostedTool, { type: 'web_search' | 'web_search_premium' }>> = {
	keywords: () => /\b(search|web|internet|news|latest)\b/i,
	use: (query, { type }) => ({
		arguments: { query },
		said: [
			text(`The web has an answer to “${query}”`),
			...['Encyclopedia', 'Newspaper', 'Forum'].map((title) => ({
				type: 'tool_reference' as const,
				tool: type,
				title: `${title}: ${query}`,
				url: `https://${title.toLowerCase()}.example/${digest(query).slice(0, 8)}`,
			})),
			text('.'),
		],
	}),
};

const behaviours: Behaviours = {
	web_search: webSearch,
	web_search_premium: webSearch,
	code_interpreter: {
		keywords: () => /\b(code|python|calculate|compute|count|run)\b/i,
		use: (query) => {
			const code = `text = ${JSON.stringify(query)}\nlen(text.split())`;
			const count = query.split(/\s+/).filter(Boolean).length;
			return {
				before: 'I will run some code for that.',
				arguments: { code },
				info: { code, code_output: `${count}\n` },
				said: [text(`The code says that your text has ${count} words.`)],
			};
		},
	},
	image_generation: {
		keywords: () => /\b(image|picture|photo|draw|paint)\b/i,
		use: (query, tool, { state }) => ({
			arguments: { prompt: query },
			said: [
				text(`Here is your image of “${query}”.\n\n`),
				{
					type: 'tool_file',
					tool: tool.type,
					file_id: state.files.addGenerated().id,
					file_name: 'image_generated_0',
					file_type: 'png',
				},
			],
		}),
	},
	document_library: {
		keywords: () => /\b(librar(y|ies)|documents?|files?)\b/i,
		use: (query, { library_ids, type }, { state }) => {
			const found = state.libraries.search(library_ids, query);
			const nothing = `I found nothing about “${query}” in ${library_ids.length} libraries.`;
			return {
				arguments: { query, library_ids },
				said: found
					? [
							text(`The documents say: “${found.sentence}”`),
							{ type: 'tool_reference', tool: type, title: found.title, url: null },
							text('.'),
						]
					: [text(nothing)],
			};
		},
	},
	connector: {
		keywords: ({ connector_id }) => new RegExp(connector_id.replace(/\W+/g, '.*'), 'i'),
		use: (query, { connector_id }) => ({
			arguments: { query },
			info: { results: [`First hit in ${connector_id}`, `Second hit in ${connector_id}`] },
			said: [text(`I searched ${connector_id} for “${query}” and found 2 entries.`)],
		}),
	},
};

/** The table's type says that the behaviour under a tool's type takes that tool. */
function behaviourOf(tool: HostedTool): Behaviour<HostedTool> {
	return behaviours[tool.type] as Behaviour<HostedTool>;
}

/** The name under which a tool is called, followed by further names that its configuration may use. */
function callNames(tool: HostedTool): [string, ...string[]] {
	if (tool.type === 'connector') return [`${tool.connector_id}_search`, 'search'];
	return tool.type === 'web_search_premium' ? [tool.type, 'web_search'] : [tool.type];
}

function listed(tool: HostedTool, names: string[] | null | undefined): boolean {
	return callNames(tool).some((name) => names?.includes(name));
}

/** Whether the tool's own configuration lets the model call it. */
export function isAvailable(tool: HostedTool): boolean {
	const { include, exclude } = tool.tool_configuration ?? {};
	return !listed(tool, exclude) && (!include || listed(tool, include));
}

export function isSuggested(tool: HostedTool, query: string): boolean {
	return behaviourOf(tool).keywords(tool).test(query);
}

/** What the model does with some of its hosted tools: executions, or calls that wait for a yes. */
export interface ToolUses {
	drafts: Draft[];
	/** The chunks to say afterwards; none while a call is pending. */
	said: Chunk[];
}

/** Whether the tool's own configuration makes its calls wait for a confirmation. */
export function needsYes(tool: HostedTool): boolean {
	return listed(tool, tool.tool_configuration?.requires_confirmation);
}

/** Uses the tools, or asks for confirmation where at least one of them wants it. */
export function useTools(turn: Turn, tools: HostedTool[]): ToolUses {
	const asked = tools.filter(needsYes);
	if (asked.length === 0) return runTools(turn, tools);
	const query = lastUserText(turn.entries);
	const drafts = asked.map<Draft>((tool) => ({
		type: 'function.call',
		...author(turn.settings),
		tool_call_id: turn.state.ids.toolCall(),
		name: callNames(tool)[0],
		arguments: JSON.stringify({ query }),
		confirmation_status: 'pending',
	}));
	return { drafts, said: [] };
}

/** Runs the tools, confirmed or in no need of it. */
export function runTools(turn: Turn, tools: HostedTool[]): ToolUses {
	const query = lastUserText(turn.entries);
	const uses = tools.map((tool) => {
		return { name: callNames(tool)[0], ...behaviourOf(tool).use(query, tool, turn) };
	});
	const drafts = uses.flatMap<Draft>((use) => [
		...(use.before ? [message(turn.settings, [text(use.before)])] : []),
		{
			type: 'tool.execution',
			...author(turn.settings),
			name: use.name,
			arguments: JSON.stringify(use.arguments),
			info: use.info,
		},
	]);
	return { drafts, said: uses.flatMap((use) => use.said) };
}

/** The hosted tool that a call names. */
export function toolOfCall(tools: HostedTool[], name: string): HostedTool | undefined {
	return tools.find((tool) => callNames(tool)[0] === name);
}
