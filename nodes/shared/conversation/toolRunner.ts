import type { ServedTool, ServedTools } from './servedTools';
import { argumentsOf, type FunctionCall, resultText, type ToolResult } from './toolResults';

/**
 * Runs the tools of one item's calls. A call is known by its `tool_call_id`: asked for again it gives the
 * result that it had, and its tool does not run a second time.
 */
export class ToolRunner {
	private readonly results = new Map<string, Promise<ToolResult>>();

	/**
	 * @param signal stops the waiting for tools; those that heed signals stop as well
	 * @param tell is told of each result as soon as its tool has ended
	 */
	constructor(
		private readonly served: ServedTools,
		private readonly signal?: AbortSignal,
		private readonly tell?: (result: ToolResult) => Promise<void>,
	) {}

	/**
	 * Runs calls side by side. What goes wrong in one is the text of its result, so that the model can try
	 * something else.
	 *
	 * @returns one result per call, in their order
	 * @throws the signal's reason when it is aborted before all tools have ended
	 */
	async run(calls: FunctionCall[]): Promise<ToolResult[]> {
		this.signal?.throwIfAborted();
		const ids = [...new Set(calls.map(({ tool_call_id: id }) => id))];
		for (const call of calls) {
			const id = call.tool_call_id;
			if (!this.results.has(id)) this.results.set(id, this.resultOf(call));
		}
		const results = Promise.all(ids.flatMap((id) => this.results.get(id) ?? []));
		return await unlessAborted(results, this.signal);
	}

	private async resultOf(call: FunctionCall): Promise<ToolResult> {
		const served = this.served.get(call.name);
		const text = served ? await this.textOf(served, call) : this.unknown(call.name);
		const result = { toolCallId: call.tool_call_id, result: text };
		await this.tell?.(result);
		return result;
	}

	private async textOf({ tool, takesText }: ServedTool, call: FunctionCall): Promise<string> {
		try {
			const args = argumentsOf(call);
			const input = takesText ? (args.input ?? '') : args;
			return resultText(await tool.invoke(input, { signal: this.signal }));
		} catch (error) {
			return `Error: ${error instanceof Error ? error.message : String(error)}`;
		}
	}

	/** For a name that the model has made up. */
	private unknown(name: string): string {
		const known = [...this.served.keys()].join(', ');
		return `Error: There is no function "${name}". ${known ? `There are: ${known}.` : 'There are none.'}`;
	}
}

async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await work;
	let stop: (() => void) | undefined;
	const aborted = new Promise<never>((_resolve, reject) => {
		stop = () => reject(signal.reason as Error);
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		if (stop) signal.removeEventListener('abort', stop);
	}
}
