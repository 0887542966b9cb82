import type { INodeProperties } from 'n8n-workflow';

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

/** In ms. */
const firstDelay = 1000;
const longestDelay = 10_000;

/** In ms: a file may arrive in its storage later than the document is there. */
const longestMissing = 10_000;

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
): Promise<ProcessingStatus> {
	const { processingTimeout = 300 } = item.parameters.options ?? {};
	const end = Date.now() + processingTimeout * 1000;
	let missingSince = Infinity;
	let answer = known;
	for (let delay = firstDelay; ; delay = Math.min(delay * 1.5, longestDelay)) {
		const status = answer.process_status;
		if (goodEnds.includes(status)) return answer;
		const now = Date.now();
		missingSince = status === 'missing_content' ? Math.min(missingSince, now) : Infinity;
		if (status === 'error' || now - missingSince >= longestMissing) {
			throw failed(item, ids, status);
		}
		if (now >= end) throw timedOut(item, ids, status, processingTimeout);
		await item.wait(Math.min(delay, end - now));
		answer = await look(item, ids);
	}
}

const look = async ({ api }: Item, ids: DocumentIds) =>
	(await api.send({ method: 'GET', path: documentPath(ids, 'status') }, aProcessingStatus)).json;

const failed = ({ api }: Item, { documentId }: DocumentIds, status: string) =>
	api.fault({
		words: `Mistral could not process the document ${documentId} (${status})`,
		advice:
			'It is uploaded, but searches do not find it. Check that the file can be opened and has a format that Mistral reads, then use Document: Reprocess, or delete it.',
		context: { documentId },
	});

const timedOut = ({ api }: Item, { documentId }: DocumentIds, status: string, seconds: number) =>
	api.fault({
		words: `The document ${documentId} is not processed after ${seconds} seconds (${status})`,
		advice:
			'It is uploaded and the processing goes on. Wait on with Document: Get Status and its option Wait for Processing, or raise Processing Timeout.',
		context: { documentId },
	});
