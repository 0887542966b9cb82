import type { IDataObject } from 'n8n-workflow';

import type { LibraryDocument } from './library';
import { attributesFor, type Marks } from './marks';

/** What a document should be called, have and until when; what is left out stays as it is. */
export interface Described {
	name?: string;
	/** Those that are to be there; others stay. */
	attributes?: IDataObject;
	/** ISO 8601, in UTC. */
	expiresAt?: string;
}

/** Of what is wanted that which the document does not have yet. */
export function missingIn(document: LibraryDocument, wanted: Described): Described {
	const { name, attributes = {}, expiresAt } = wanted;
	const missing = Object.entries(attributes).filter(
		([field, value]) => !areEqual(value, document.attributes?.[field]),
	);
	return {
		...(name && name !== document.name && { name }),
		...(missing.length > 0 && { attributes: Object.fromEntries(missing) }),
		...(expiresAt && !areEqual(expiresAt, document.expires_at) && { expiresAt }),
	};
}

export const isNothing = (changes: Described) => Object.keys(changes).length === 0;

/** A value as JSON, whatever the order in which its fields were set. */
export const canonical = (value: unknown): string =>
	JSON.stringify(value, (_, inner: unknown) =>
		inner && typeof inner === 'object' && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
			: inner,
	);

/** The API may write a point in time in another way than it was given. */
const areEqual = (one: unknown, other: unknown) =>
	canonical(one) === canonical(other) ||
	(secondOf(one) !== undefined && secondOf(one) === secondOf(other));

const pointInTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** Since 1970; undefined for what is no point in time. Without a zone it is UTC, as the API has it. */
function secondOf(value: unknown): number | undefined {
	const [text, , , zone] = pointInTime.exec(String(value)) ?? [];
	return text ? Math.floor(Date.parse(zone ? text : `${text}Z`) / 1000) : undefined;
}

/**
 * The body of the PATCH that changes a document. It holds all attributes that the document is to have, as
 * the API may add those given to those there or put them in their place.
 *
 * @param document as it is now; one read earlier would undo what others have written since
 * @param marks those to write; undefined when neither marks nor attributes change
 */
export function patchOf(
	document: LibraryDocument,
	{ name, attributes, expiresAt }: Described,
	marks: Marks | undefined,
): IDataObject {
	const all = { ...document.attributes, ...attributes, ...(marks && attributesFor(marks)) };
	return {
		...(name && { name }),
		...((marks || attributes) && { attributes: all }),
		...(expiresAt && { expires_at: expiresAt }),
	};
}
