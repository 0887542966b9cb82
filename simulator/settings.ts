/**
 * What the vendor leaves open, each thing a setting: in a client's favour by default, and so that it
 * may hurt in {@link pessimistic}. Tests may also change `state.settings` of a running simulator.
 */
import type { Lag } from './lag';

export interface SimulatorSettings {
	/**
	 * How late the history shows what a request adds to it, inputs and answer: from the moment on at
	 * which the answer begins. Until then it is what it was before.
	 */
	historyLag: Lag;
	/**
	 * How an answer under way gets into the history. `growing`: each entry is there from its first event
	 * on. `whole`: it is there when it is finished, so that nothing tells that a tool is at work.
	 */
	historyEntries: 'growing' | 'whole';
	/** Whether the history says when an entry was finished; the vendor's sample says `null` of all. */
	completedAt: 'set' | 'null';
	/**
	 * What becomes of a request to a conversation that is being answered: `refused` with 409 (one
	 * observation), or `answered` as well, so that the entries of both stand among each other.
	 */
	simultaneousRequests: 'refused' | 'answered';
	/**
	 * The order in which calls that wait for a yes and calls that wait for a result are ended, when an
	 * answer has both: `any`, or one kind before the other. Nothing is said before all have ended.
	 */
	openCalls: 'any' | 'confirmations-first' | 'results-first';
	/**
	 * What becomes of results for some of the calls that wait for one, and of decisions about some of those
	 * that wait for a yes: `refused` (observed of results), or `taken`, and the other calls stay open.
	 */
	someCalls: 'refused' | 'taken';
	/**
	 * How the lists' `metadata` filter matches. `subset`: the filter's keys have these values, others may
	 * be there; `exact`: nothing else is; `ignored`: everything does.
	 */
	metadataFilter: 'subset' | 'exact' | 'ignored';
	/** How the list of agents understands `name`: as the whole name, as a part of it, or not at all. */
	nameFilter: 'exact' | 'substring' | 'ignored';
	/** Whether the `search` in a list of documents finds a part of their names, or is ignored. */
	documentSearch: 'substring' | 'ignored';
	/** How late the list of conversations has a new one. */
	listLag: Lag;
	/** How conversations and agents are "sorted by creation time". */
	listOrder: 'newest-first' | 'oldest-first';
	/** A page of conversations has no more than so many, whatever was asked for. */
	largestPage: number;
	/**
	 * Whether somebody else adds a conversation, or a document, as soon as the first of several pages was
	 * read; what follows has moved by one place then.
	 */
	addedBetweenPages: boolean;
	/** Whether the attributes of a PATCH `replace` the document's, or `merge` with them. */
	attributes: 'replace' | 'merge';
	/** How late a document that is processed again stops showing how the processing before ended. */
	statusLag: Lag;
	/** How deletes of libraries and accesses answer: with 200 and a body, or with 204, as announced. */
	deleteAnswers: 'today' | 'tomorrow';
	/** How far the service's clock is ahead of ours, in milliseconds; of entries and conversations. */
	clockSkew: number;
}

/** Everything in the client's favour. */
export const friendly: SimulatorSettings = {
	historyLag: 0,
	historyEntries: 'growing',
	completedAt: 'set',
	simultaneousRequests: 'refused',
	openCalls: 'any',
	someCalls: 'refused',
	metadataFilter: 'subset',
	nameFilter: 'exact',
	documentSearch: 'substring',
	listLag: 0,
	listOrder: 'newest-first',
	largestPage: Infinity,
	addedBetweenPages: false,
	attributes: 'replace',
	statusLag: 0,
	deleteAnswers: 'today',
	clockSkew: 0,
};

/** Everything against the client: `startSimulator({ ...pessimistic })`. */
export const pessimistic: SimulatorSettings = {
	historyLag: { reads: 2 },
	historyEntries: 'whole',
	completedAt: 'null',
	simultaneousRequests: 'answered',
	// The other order is as likely; it is the one in which refused results tell nobody what to do.
	openCalls: 'confirmations-first',
	// It looks like a success.
	someCalls: 'taken',
	metadataFilter: 'ignored',
	nameFilter: 'ignored',
	documentSearch: 'ignored',
	listLag: { reads: 2 },
	listOrder: 'oldest-first',
	largestPage: 10,
	addedBetweenPages: true,
	attributes: 'merge',
	statusLag: { reads: 2 },
	deleteAnswers: 'tomorrow',
	// Behind: what is new looks older than the request that made it.
	clockSkew: -300_000,
};
