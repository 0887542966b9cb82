import type { Entry } from '../schemas/entries';
import type { State } from '../state';
import { stamped, type EventSource, type StreamEvent } from '../streams/events';
import { stepsOf } from '../streams/steps';
import type { Outcome } from './exchange';

/**
 * A streamed answer: with each event that is asked for, the answer in the history grows. The
 * conversation is busy until the last event or until the answer is abandoned.
 */
export class AnswerInProgress implements EventSource {
	isOver = false;
	private readonly events: Iterator<StreamEvent, StreamEvent>;

	constructor(
		private readonly state: State,
		private readonly outcome: Outcome,
	) {
		state.busy.take(outcome.conversation.id, this);
		this.show([]);
		if (outcome.store) state.add(outcome.conversation);
		this.events = this.run();
	}

	next(): StreamEvent {
		const { value, done } = this.events.next();
		this.isOver = done ?? false;
		return stamped(value);
	}

	abandon(): void {
		this.state.busy.release(this);
	}

	/** The last event is what it returns. */
	private *run(): Iterator<StreamEvent, StreamEvent> {
		const { conversation_id, outputs, usage } = this.outcome.response;
		yield { type: 'conversation.response.started', conversation_id };
		const shown: Entry[] = [];
		for (const [index, output] of outputs.entries()) {
			for (const { event, entry } of stepsOf(output, index)) {
				shown[index] = completedNow(entry);
				this.show(shown);
				yield event;
			}
		}
		// Whoever has read the last event may append at once.
		this.abandon();
		return { type: 'conversation.response.done', usage };
	}

	private show(outputs: Entry[]): void {
		const { conversation, entries, store } = this.outcome;
		if (!store) return;
		conversation.entries = [...entries, ...outputs];
		conversation.updated_at = new Date().toISOString();
	}
}

/** An entry in the making, and an open call, stay without the time of completion. */
function completedNow(entry: Entry): Entry {
	const { completed_at } = entry;
	return { ...entry, completed_at: completed_at && new Date().toISOString() };
}
