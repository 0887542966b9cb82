import { type INodeProperties, NodeApiError } from 'n8n-workflow';

import { longestTime } from '../descriptions/options';
import type { Item } from '../operation/operation';
import { aProcessingStatus, type ProcessingStatus } from '../transport/entities';
import { type DocumentIds, documentPath } from './documentPath';

/** Fields of `options`: whether to wait for the end of the processing, and how long (in seconds). */
export interface ProcessingOptions {
	waitForProcessing?: boolean;
	processingTimeout?: number;
}

export const processingOptions: INodeProperties[] = [
	{
		displayName: 'Processing Timeout',
		name: 'processingTimeout',
		type: 'number',
		typeOptions: {
			minValue: 1,
			maxValue: Math.floor(longestTime / 1000),
			numberPrecision: 0,
		},
		default: 300,
		description: 'How long to wait for the processing of a document, in seconds',
	},
	{
		displayName: 'Wait for Processing',
		name: 'waitForProcessing',
		type: 'boolean',
		default: false,
		description:
			'Whether to wait until Mistral has processed the document, so that searches find it. All items wait at the same time.',
	},
];

const goodEnds = ['done', 'noop', 'self_managed'];
const ends = [...goodEnds, 'error'];

/** In ms. */
const firstDelay = 1000;
const longestDelay = 10_000;

/** In ms: a file may arrive in its storage later than the document is there. */
const longestMissing = 10_000;

/** Which processing is waited for. */
export interface Processing {
	/** What is done already, as errors say it. */
	done: string;
	/** In ms: how long the status may be that of the processing before, 0 if there was none. */
	longestStale: number;
}

export const firstProcessing: Processing = { done: 'It is uploaded', longestStale: 0 };
export const repeatedProcessing: Processing = {
	done: 'Mistral has accepted to process it once more',
	longestStale: 10_000,
};

/**
 * Looks again and again, less and less often, until a document is processed. Other items have their turn
 * in between, so a look may come late: the time is not over before there was one.
 *
 * @param known an answer with the `process_status` before; the first look comes a second later
 * @returns the last answer of the API (`ProcessingStatus`), `known` when the processing had ended
 * @throws {NodeApiError} when the processing failed or takes too long, with `documentId` in its context
 */
export async function waitUntilProcessed(
	item: Item<{ options?: ProcessingOptions }>,
	ids: DocumentIds,
	known: ProcessingStatus,
	processing = firstProcessing,
): Promise<ProcessingStatus> {
	const begun = Date.now();
	const { processingTimeout = 300 } = item.parameters.options ?? {};
	const end = begun + processingTimeout * 1000;
	const isOver = (status: string) => timedOut(item, ids, processing, status, processingTimeout);
	let missingSince = Infinity;
	let answer = known;
	// When the API shows a new processing is not documented: an end may be that of the one before.
	let isCurrent = processing.longestStale === 0;
	for (let delay = firstDelay; ; delay = Math.min(delay * 1.5, longestDelay)) {
		const status = answer.process_status;
		const now = Date.now();
		isCurrent ||= answer !== known && !ends.includes(status);
		isCurrent ||= now - begun >= processing.longestStale;
		if (isCurrent && goodEnds.includes(status)) return answer;
		missingSince = status === 'missing_content' ? Math.min(missingSince, now) : Infinity;
		if ((isCurrent && status === 'error') || now - missingSince >= longestMissing) {
			throw failed(item, ids, processing, status);
		}
		if (now >= end) throw isOver(isCurrent ? status : `${status}, as before`);
		await item.wait(Math.min(delay, end - now));
		try {
			answer = await look(item, ids, Math.max(end, Date.now() + firstDelay));
		} catch (error) {
			throw isLate(error, end) ? isOver(status) : (error as Error);
		}
	}
}

/** @param deadline when nobody waits for an answer any more, in ms since 1970 */
const look = async ({ api }: Item, ids: DocumentIds, deadline: number) =>
	(
		await api
			.within({ deadline })
			.send({ method: 'GET', path: documentPath(ids, 'status') }, aProcessingStatus)
	).json;

/** Whether a look has hung until the time was over. */
const isLate = (error: unknown, end: number) =>
	error instanceof NodeApiError &&
	error.httpCode === 'ECONNABORTED' &&
	Date.now() > end - firstDelay;

const failed = ({ api }: Item, { documentId }: DocumentIds, { done }: Processing, status: string) =>
	api.fault({
		words: `Mistral could not process the document ${documentId} (${status})`,
		advice: `${done}, but searches do not find it. Check that the file can be opened and has a format that Mistral reads, then use Document: Reprocess, or delete it.`,
		context: { documentId },
	});

const timedOut = (
	{ api }: Item,
	{ documentId }: DocumentIds,
	{ done }: Processing,
	status: string,
	seconds: number,
) =>
	api.fault({
		words: `The document ${documentId} is not processed after ${seconds} seconds (${status})`,
		advice: `${done} and the processing goes on. Wait on with Document: Get Status and its option Wait for Processing, or raise Processing Timeout.`,
		context: { documentId },
	});
