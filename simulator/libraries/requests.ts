/**
 * Bodies and queries of the library calls. Unlike those of conversations the description leaves the
 * bodies open, so unknown keys are ignored.
 */
import { z } from 'zod';

import { anyOf } from '../pydantic';
import { integer, wholeNumber } from '../query';
import { uuid } from '../uuid';

/** Body of `libraries_create_v1`. */
export const createLibrary = z.object({
	name: z.string(),
	description: z.string().nullish(),
	chunk_size: z.number().int().min(256).max(32768).nullish(),
	owner_type: z.enum(['User', 'Workspace']).nullish(),
});

/** Body of `libraries_patch_v1` and of the deprecated PUT. */
export const updateLibrary = z.object({
	name: z.string().optional(),
	description: z.string().nullable().optional(),
});

const pageSize = integer({ min: 1, max: 100, default: 100 });

/** Query of `libraries_list_v1`; its deprecated `filter_owned_by_me` does nothing. */
export const listLibraries = z.object({
	page_size: pageSize,
	page_token: z.string().optional(),
	/** Deprecated; that it begins at 0 is assumed from its default. */
	page: wholeNumber({ min: 0 }).optional(),
	search: z.string().optional(),
});

const time = z
	.string()
	.datetime({ offset: true, local: true })
	.transform((text) => new Date(text).toISOString());

/** A value of an attribute, by the names that pydantic gives the members of such a union (assumed). */
const attribute = anyOf({
	bool: z.boolean(),
	str: z.string(),
	int: z.number().int(),
	float: z.number(),
	'list[str]': z.array(z.string()),
	'list[int]': z.array(z.number().int()),
	'list[float]': z.array(z.number()),
	'list[bool]': z.array(z.boolean()),
});

/** Body of `libraries_documents_patch_v1` and of the deprecated PUT. */
export const updateDocument = z.object({
	name: z.string().optional(),
	attributes: z.record(attribute).nullable().optional(),
	expires_at: time.nullable().optional(),
});

/** What documents may be sorted by; the description says "string" (assumed). */
const sortFields = ['created_at', 'name', 'size', 'extension', 'last_processed_at'] as const;

/** Query of `libraries_documents_list_v1`; its deprecated `filters_attributes` does nothing. */
export const listDocuments = z.object({
	search: z.string().optional(),
	page_size: pageSize,
	page: integer({ min: 0, default: 0 }),
	sort_by: z.enum(sortFields).default('created_at'),
	sort_order: z.enum(['asc', 'desc']).default('desc'),
});

/** Query of `libraries_documents_get_text_content_v1`: both included, the first page is 0 (assumed). */
export const textContent = z.object({
	page_start: wholeNumber().optional(),
	page_end: wholeNumber().optional(),
});

/** Body of `libraries_share_delete_v1`. The `level` that the description requires is no property of it. */
export const revokeAccess = z.object({
	share_with_uuid: uuid,
	share_with_type: z.enum(['User', 'Workspace', 'Org']),
});

/** Body of `libraries_share_create_v1`. */
export const setAccess = revokeAccess.extend({ level: z.enum(['Viewer', 'Editor']) });
