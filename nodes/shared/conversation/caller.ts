import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { StreamEvent } from '../streaming/events';
import type { Content, Entry } from '../transport/entities';
import { chunksOf, textOf, textOfEntry } from './content';
import { MessageTurns } from './messageTurns';

/** Events that tell of a step as a whole; their deltas are of no use to a caller. */
const stepEvents = [
	'tool.execution.started',
	'tool.execution.done',
	'agent.handoff.started',
	'agent.handoff.done',
];

/**
 * The caller of a streaming execution (a webhook, a chat): gets the text that the output item will hold,
 * as it comes. Every chunk is awaited, which keeps their order with queues and slows a fast model down.
 */
export class Caller {
	/** Length of the text that each message has given. */
	private readonly said = new Map<unknown, number>();

	private readonly steps = new Set<unknown>();

	private readonly turns = new MessageTurns();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly withSteps: boolean,
	) {}

	async begin(): Promise<void> {
		await this.context.sendChunk('begin', this.itemIndex);
	}

	/** Texts that came together are passed on together. */
	async pass(events: StreamEvent[]): Promise<void> {
		let text = '';
		for (const event of events) {
			const isTurn = this.turns.take(event);
			if (event.type === 'message.output.delta') {
				if (isTurn) text += this.say(event.id, textOfDelta(event.content));
			} else if (this.withSteps && stepEvents.includes(event.type)) {
				await this.send(text);
				text = '';
				this.steps.add(event.id);
				await this.send(event);
			}
		}
		await this.send(text);
	}

	/**
	 * Gives what the events have not given of an answer: function calls, messages that came before it was
	 * their turn, and what a cut stream did not bring.
	 */
	async complete(entries: Entry[]): Promise<void> {
		for (const entry of entries) {
			const rest = textOfEntry(entry).slice(this.said.get(entry.id) ?? 0);
			await this.send(this.say(entry.id, rest));
			const isStep = entry.type !== 'message.output' && !this.steps.has(entry.id);
			if (this.withSteps && isStep) await this.send(entry);
		}
	}

	async end(): Promise<void> {
		await this.context.sendChunk('end', this.itemIndex);
	}

	/** What to send for a piece of a message; messages are parted by a blank line, as in the output. */
	private say(id: unknown, text: string): string {
		if (text === '') return '';
		const before = this.said.get(id);
		const gap = before === undefined && this.said.size > 0 ? '\n\n' : '';
		this.said.set(id, (before ?? 0) + text.length);
		return gap + text;
	}

	private async send(content: string | IDataObject): Promise<void> {
		if (content !== '') await this.context.sendChunk('item', this.itemIndex, content);
	}
}

const textOfDelta = (content: unknown) =>
	textOf(chunksOf((typeof content === 'string' ? content : [content]) as Content));
