import type { IDataObject } from 'n8n-workflow';

import { streamedAnswer } from '../shared/conversation/streamedAnswer';
import type { ApiContext } from '../shared/transport/context';
import type { Items } from './items';
import type { Plan } from './plan';

/**
 * Asks for an answer and gives the items of its events as they come.
 *
 * @returns the whole answer, which may hold more than the events did
 */
export const ask = async (
	context: ApiContext,
	{ request, options }: Plan,
	items: Items,
	give: (items: IDataObject[]) => void,
): Promise<IDataObject> =>
	await streamedAnswer(context, request, options, (events, answer) =>
		give(events.flatMap((event) => items.take(event, answer))),
	);
