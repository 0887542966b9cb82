import type { IDataObject } from 'n8n-workflow';

/** A document as the API shows it (schema `Document`), as far as sync looks at it. */
export interface LibraryDocument extends IDataObject {
	id: string;
	name: string;
	process_status: string;
	attributes?: IDataObject | null;
	/** ISO 8601. */
	expires_at?: string | null;
}

/** Whether its processing has ended badly, so that searches do not find it. */
export const hasFailed = ({ process_status: status }: LibraryDocument) =>
	status === 'error' || status === 'missing_content';

/** What sync does with a library; each call is sent again by whoever provides it, where that is safe. */
export interface SyncedLibrary {
	/**
	 * Uploads the content of an item.
	 *
	 * @param item its number in the listing
	 * @returns the document, and whether this upload has made it (false: the bytes were there)
	 */
	upload(item: number): Promise<{ document: LibraryDocument; isNew: boolean }>;
	/** @returns undefined when there is no such document any more (404) */
	read(documentId: string): Promise<LibraryDocument | undefined>;
	/** @returns the document as it is then */
	patch(documentId: string, body: IDataObject): Promise<LibraryDocument>;
	/** One that is gone already is no error. */
	delete(documentId: string): Promise<void>;
	reprocess(documentId: string): Promise<void>;
	/**
	 * Waits for the end of the processing.
	 *
	 * @returns the document as it is then
	 * @throws when the processing fails or takes too long
	 */
	wait(document: LibraryDocument): Promise<LibraryDocument>;
}
