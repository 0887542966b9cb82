import type { Entry } from '../schemas/entries';
import type { StreamEvent } from './events';

/** An event, and the entry as it is in the history from then on. */
export interface Step {
	event: StreamEvent;
	entry: Entry;
}

/** An entry that is still being made. */
export const unfinished = <E extends Entry>(entry: E): E => ({ ...entry, completed_at: null });
