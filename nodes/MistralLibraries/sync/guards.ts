import type { IDataObject } from 'n8n-workflow';

import { isMark } from './marks';

/** Which entries a run looks at: those of its source whose keys begin with a prefix. */
export interface Scope {
	source: string;
	/** `''` or undefined: all keys. */
	keyPrefix?: string;
}

export const isInScope = (
	{ source, key }: { source: string; key: string },
	{ source: ours, keyPrefix = '' }: Scope,
) => source === ours && key.startsWith(keyPrefix);

/** One item of a listing, as far as the guards look at it. */
export interface ListedItem {
	/** `''` when the item has none and none could be computed. */
	key: string;
	/** Of sync: whether there is a file or a text; of a comparison: whether there is a version. */
	hasContent: boolean;
	attributes?: IDataObject;
}

/** Why a run is refused before anything is written. */
export interface Refusal {
	message: string;
	/** What to do. */
	description: string;
	itemIndex?: number;
}

/** One item with nothing in it is what n8n makes of a listing that came back empty. */
export const isEmptyListing = (items: ListedItem[]) =>
	items.length === 0 || (items.length === 1 && !items[0]?.key && !items[0]?.hasContent);

/** @param items in input order; of an empty listing none is looked at */
export function refusalOf(items: ListedItem[], scope: Scope): Refusal | undefined {
	if (!scope.source) return withoutSource;
	if (isEmptyListing(items)) return undefined;
	const seen = new Map<string, number>();
	for (const [itemIndex, item] of items.entries()) {
		const refusal = refusalOfItem(item, seen.get(item.key), scope);
		if (refusal) return { ...refusal, itemIndex };
		seen.set(item.key, itemIndex);
	}
	return undefined;
}

const withoutSource: Refusal = {
	message: 'The parameter "Source" is empty',
	description:
		'Give the source a name that stays the same, or save the workflow, whose ID is the default. Documents are kept in step with the source of this name only.',
};

function refusalOfItem(
	{ key, hasContent, attributes }: ListedItem,
	twin: number | undefined,
	{ keyPrefix = '' }: Scope,
): Refusal | undefined {
	if (!key) {
		return {
			message: 'The item has no key',
			description:
				'Set the parameter "Key" to what names the document in its source, such as its path. Filter out items that are no documents.',
		};
	}
	if (!hasContent) {
		return {
			message: `The item with the key "${key}" has no content`,
			description:
				'Every item needs its file, text or version. Check the parameters that name them, and the node that gives the items.',
		};
	}
	if (twin !== undefined) {
		return {
			message: `Two items have the key "${key}": number ${twin} and a later one`,
			description:
				'A key names one document of the source. Use a key that differs, such as the whole path, or remove the duplicates.',
		};
	}
	if (!key.startsWith(keyPrefix)) {
		return {
			message: `The key "${key}" does not begin with the key prefix "${keyPrefix}"`,
			description:
				'With a key prefix only such keys are looked at. Filter out the other items, or change the option "Key Prefix".',
		};
	}
	const mark = Object.keys(attributes ?? {}).find(isMark);
	if (mark) {
		return {
			message: `The attribute "${mark}" cannot be set`,
			description:
				'Attributes that begin with "n8n_sync_" are what sync remembers. Give the attribute another name.',
		};
	}
	return undefined;
}

/** What the rule about deletes looks at. */
export interface Deletes {
	/** How many documents would go. */
	total: number;
	/** How many of them because their keys are gone; those whose content was replaced do not count. */
	gone: number;
	/** How many documents the source had before, in scope. */
	before: number;
	isEmptyListing: boolean;
}

export interface Limit {
	/** 0 to 100. */
	maxDeletePercent: number;
	/** A person has seen these deletes: the plan is the expected one. */
	isApproved?: boolean;
}

/**
 * Why no document is to be deleted; undefined when nothing speaks against it. It holds for all deletes of
 * a run, those of replaced contents too.
 *
 * @param failed how many documents of the run have failed so far
 */
export function reasonToWithhold(
	{ total, gone, before, isEmptyListing: isEmpty }: Deletes,
	{ maxDeletePercent, isApproved = false }: Limit,
	failed: number,
): string | undefined {
	if (total === 0) return undefined;
	if (failed > 0)
		return `Nothing is deleted, as ${documents(failed)} of this run could not be synced`;
	if (isApproved || maxDeletePercent >= 100) return undefined;
	if (isEmpty) return 'Nothing is deleted, as the listing is empty';
	// Multiplied, so that no percentage is rounded.
	if (gone <= 1 || gone * 100 <= maxDeletePercent * before) return undefined;
	return `Nothing is deleted, as ${gone} of ${documents(before)} would go, more than ${maxDeletePercent} %`;
}

const documents = (count: number) => (count === 1 ? '1 document' : `${count} documents`);
