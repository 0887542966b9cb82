/** Which document of which library. */
export interface DocumentIds {
	libraryId: string;
	documentId: string;
}

export const documentsPath = (libraryId: string) => ['v1', 'libraries', libraryId, 'documents'];

/** @param rest further segments, such as `status` */
export const documentPath = ({ libraryId, documentId }: DocumentIds, ...rest: string[]) => [
	...documentsPath(libraryId),
	documentId,
	...rest,
];

/** Of the parameters of an operation the ids. */
export const idsOf = ({ libraryId, documentId }: DocumentIds) => ({ libraryId, documentId });
