import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { documentsPath } from '../shared/document/documentPath';
import { nodeError } from '../shared/operation/failures';
import { readParameters } from '../shared/operation/parameters';
import { type Api, bindApi } from '../shared/transport/api';
import { apiPath } from '../shared/transport/apiPath';
import { aDocument, type Document } from '../shared/transport/entities';
import { entitiesOf, pagesUntilLast } from '../shared/transport/paging';
import { type DocumentEvent, type Kind, type Known, latestEvents, newEvents } from './events';
import { properties } from './properties';

/** How many documents a manual run looks at. */
const latest = 50;

/** What is kept between two polls. */
interface StaticData {
	known?: Known;
	/** The library that it is about. */
	libraryId?: string;
}

interface TriggerParameters {
	libraryId: string;
	events: Kind[];
}

/**
 * Looks once at the library. The first time it only notes what is there.
 *
 * @returns an item for each event since the last time; null for none
 * @throws {NodeApiError | NodeOperationError} then nothing is noted, and the next poll makes up for it
 */
export async function pollLibrary(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const { libraryId, events } = parametersOf(this);
	const api = bindApi(this, {});
	if (this.getMode() === 'manual') {
		const documents = await listDocuments(api, libraryId, 'desc', latest);
		return itemsOf(latestEvents(documents), libraryId, events);
	}
	const stored = this.getWorkflowStaticData('node') as StaticData;
	const before = stored.libraryId === libraryId ? stored.known : undefined;
	const documents = await listDocuments(api, libraryId, 'asc');
	const { found, known } = newEvents(documents, before);
	Object.assign(stored, { libraryId, known });
	return itemsOf(found, libraryId, events);
}

function parametersOf(context: IPollFunctions): TriggerParameters {
	try {
		const read = readParameters(properties, (name) => context.getNodeParameter(name, null));
		const { libraryId, events } = read as IDataObject & TriggerParameters;
		apiPath(documentsPath(libraryId));
		return { libraryId, events };
	} catch (error) {
		throw nodeError(context.getNode(), error as Error);
	}
}

async function listDocuments(
	api: Api,
	libraryId: string,
	sort_order: 'asc' | 'desc',
	limit?: number,
): Promise<Document[]> {
	const query = { sort_by: 'created_at', sort_order };
	const request = { method: 'GET' as const, path: documentsPath(libraryId), query };
	return await entitiesOf(api.pages(request, pagesUntilLast, aDocument, { limit }), limit);
}

function itemsOf(
	found: DocumentEvent[],
	libraryId: string,
	events: Kind[],
): INodeExecutionData[][] | null {
	const items = found
		.filter(({ event }) => events.includes(event))
		.map(({ event, document }) => ({
			json: { event, libraryId, documentId: document.id, document },
		}));
	return items.length > 0 ? [items] : null;
}
