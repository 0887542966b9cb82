import { LateChange } from '../lag';
import type { Entry } from '../schemas/entries';
import type { State } from '../state';
import type { EventSource, StreamEvent } from '../streams/events';
import { stepsOf } from '../streams/steps';
import type { ConversationResponse, Outcome } from './exchange';
import { put } from './history';

/** What happens at once: an event, and what it makes of one of the outputs. */
interface Moment {
	event: StreamEvent;
	output?: { index: number; entry: Entry };
}

/**
 * An answer under way, streamed or not: with each event that is asked for, the answer in the history
 * grows. The conversation is busy until the last event or until the answer is abandoned.
 */
export class AnswerInProgress implements EventSource {
	private readonly moments: Iterator<Moment>;
	private coming: Moment | undefined;
	/** As they are by now, with the times at which they really came about. */
	private readonly outputs: Entry[] = [];

	constructor(
		private readonly state: State,
		private readonly outcome: Outcome,
	) {
		state.busy.take(outcome.conversation.id, this);
		this.moments = momentsOf(outcome);
		this.coming = this.nextMoment();
		if (outcome.store) this.begin();
	}

	get isOver(): boolean {
		return this.coming === undefined;
	}

	/** A tool works before it is done. */
	get pause(): number {
		return this.coming?.event.type === 'tool.execution.done' ? this.outcome.toolTime : 0;
	}

	/** The answer in one piece, once it is over. */
	get response(): ConversationResponse {
		return { ...this.outcome.response, outputs: this.outputs };
	}

	next(): StreamEvent & { created_at: string } {
		const moment = this.coming;
		if (!moment) throw new Error('The answer is over');
		this.coming = this.nextMoment();
		const created_at = this.state.now();
		if (moment.output) this.grow(moment.output, created_at);
		// Whoever has read the last event may append at once.
		if (this.isOver) this.abandon();
		return { ...moment.event, created_at };
	}

	abandon(): void {
		this.state.busy.release(this);
	}

	private nextMoment(): Moment | undefined {
		const { value, done } = this.moments.next();
		return done ? undefined : value;
	}

	private begin(): void {
		const { conversation, entries } = this.outcome;
		const { historyLag, listLag } = this.state.settings;
		conversation.unseen = { before: conversation.entries, change: new LateChange(historyLag) };
		if (!this.state.conversations.has(conversation.id)) {
			conversation.listed = new LateChange(listLag);
			this.state.add(conversation);
		}
		put(conversation, entries);
		conversation.updated_at = this.state.now();
	}

	private grow({ index, entry }: Required<Moment>['output'], now: string): void {
		const { created_at = now } = this.outputs[index] ?? {};
		// An entry in the making, and an open call, stay without the time of completion.
		const grown = { ...entry, created_at, completed_at: entry.completed_at && now };
		this.outputs[index] = grown;
		const isWhole = this.coming?.output?.index !== index;
		if (!this.outcome.store || (!isWhole && this.state.settings.historyEntries === 'whole')) return;
		put(this.outcome.conversation, [grown]);
		this.outcome.conversation.updated_at = now;
	}
}

function* momentsOf({ response }: Outcome): Iterator<Moment, undefined> {
	const { conversation_id, outputs, usage } = response;
	yield { event: { type: 'conversation.response.started', conversation_id } };
	for (const [index, output] of outputs.entries()) {
		for (const { event, entry } of stepsOf(output, index))
			yield { event, output: { index, entry } };
	}
	yield { event: { type: 'conversation.response.done', usage } };
}
