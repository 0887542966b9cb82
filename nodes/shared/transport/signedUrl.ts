import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';
import { type RequestOptions, sendUntilAnswered } from './attempts';
import { cancelSignal } from './cancel';
import { fileError } from './errors';
import { type Exchange, networkFailure, textOf } from './exchange';

/** Name and MIME type of a file, as far as they are known. */
interface FileFacts {
	name?: string;
	type?: string;
}

/** What the body of an answer is, with `encoding: 'stream'`. */
type FileBody = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0] &
	AsyncIterable<Uint8Array>;

interface FileAnswer {
	statusCode: number;
	headers: Record<string, string | undefined>;
	body: FileBody;
}

/** Only to say that it may be sent again. */
const getFile: ApiRequest = { method: 'GET', path: [] };

/**
 * Brings the file that a signed URL leads to into n8n's binary storage, as it comes. The URL is one of
 * another server than the API, which must not see the key.
 *
 * @throws {NodeApiError}
 */
export async function fetchFile(
	context: IExecuteFunctions,
	url: string,
	facts: FileFacts,
	options: RequestOptions,
): Promise<IBinaryData> {
	const answer = await sendUntilAnswered(
		context,
		getFile,
		options,
		async (_context, _request, timeout) => await fetchOnce(context, url, facts, timeout),
		async (failure) =>
			fileError(context.getNode(), failure, new URL(url).origin, options.itemIndex),
	);
	return answer?.body as IBinaryData;
}

async function fetchOnce(
	context: IExecuteFunctions,
	url: string,
	{ name, type }: FileFacts,
	timeout: number,
): Promise<Exchange<IBinaryData>> {
	try {
		const answer = (await context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: cancelSignal(context),
		})) as FileAnswer;
		if (answer.statusCode >= 300) {
			return { failure: { ...answer, body: await textOf(answer.body) } };
		}
		const body = await context.helpers.prepareBinaryData(answer.body, name, type);
		return { answer: { ...answer, body } };
	} catch (error) {
		return { failure: networkFailure(error as Error) };
	}
}
