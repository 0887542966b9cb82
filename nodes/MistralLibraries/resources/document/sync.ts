import type { IDataObject } from 'n8n-workflow';

import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { attributes, checkExpiry, expiresAt } from '../../../shared/document/attributes';
import { documentsPath } from '../../../shared/document/documentPath';
import {
	type ProcessingOptions,
	processingOptions,
	waitUntilProcessed,
} from '../../../shared/document/processing';
import type { AllItems, Item, ItemsRun, PairedOutput } from '../../../shared/operation/operation';
import { apiPath } from '../../../shared/transport/apiPath';
import { isAdded } from '../../replacing';
import { sendFile } from '../../sending';
import { apiLibrary, libraryDocument, listDocuments } from '../../sync/apiLibrary';
import { carryOut, foresee, type Outcome } from '../../sync/carryOut';
import {
	deleteMissing,
	dryRun,
	expectedPlan,
	key,
	keyPrefix,
	maxDeletePercent,
	reprocessFailed,
	source,
} from '../../sync/fields';
import { isEmptyListing, type Refusal, refusalOf } from '../../sync/guards';
import { hintsOf, isInLoop, loopHint } from '../../sync/hints';
import type { SyncedLibrary } from '../../sync/library';
import {
	type ItemParameters,
	keyed,
	type KeyedItem,
	keyedFile,
	otherThanFirst,
	refused,
	wantedOf,
} from '../../sync/listing';
import { type Plan, planSync } from '../../sync/plan';
import { pairedWithAll, rowsOf } from '../../sync/rows';
import type { Wanted } from '../../sync/steps';
import { upload as uploadOperation } from './upload';

interface SyncParameters extends ItemParameters {
	deleteMissing?: boolean;
	dryRun?: boolean;
	options?: ProcessingOptions & {
		attributes?: IDataObject;
		expiresAt?: string;
		keyPrefix?: string;
		maxDeletePercent?: number;
		reprocessFailed?: boolean;
		expectedPlan?: string;
	};
}

const input = ['inputType', 'binaryPropertyName', 'text', 'fileName'];

export const sync: AllItems<SyncParameters> = {
	name: 'Sync',
	value: 'sync',
	action: 'Sync documents with a source',
	description:
		'Make the documents of a source those of the input: upload what is new or changed, rename what has moved, delete what is gone',
	properties: [
		libraryId,
		// An item without a file and a text may be an empty listing.
		...uploadOperation.properties
			.filter(({ name }) => input.includes(name))
			.map((property) => ({ ...property, required: property.name === 'binaryPropertyName' })),
		source,
		{
			...key,
			description: `${String(key.description)}. Without one it is the directory and the name of the file.`,
		},
		deleteMissing,
		dryRun,
		optionsOf(
			attributes,
			expiresAt,
			...processingOptions,
			keyPrefix,
			maxDeletePercent,
			reprocessFailed,
			expectedPlan,
		),
	],
	mayGiveNothing: ['source', 'text'],
	check: (parameters) => {
		apiPath(documentsPath(parameters.libraryId));
		checkExpiry(parameters.options?.expiresAt);
	},
	executeAll: async (items, run) => {
		const [first] = items;
		// What an item that cannot be read wants is not known, so neither is what is gone.
		if (!first || run.unread > 0) return nothingDone(run);
		return await syncAll(first, items.map(keyed), run);
	},
};

function nothingDone(run: ItemsRun): PairedOutput[] {
	run.hint('Nothing was synced, as the parameters of some items could not be read.');
	return [];
}

async function syncAll(
	first: Item<SyncParameters>,
	items: Array<KeyedItem<SyncParameters>>,
	run: ItemsRun,
): Promise<PairedOutput[]> {
	const { parameters, context, api } = first;
	const { libraryId: id, source: name = '', options = {} } = parameters;
	const scope = { source: name, keyPrefix: options.keyPrefix };
	const listed = items.map((item) => ({
		...item,
		attributes: item.parameters.options?.attributes,
	}));
	const refusal = otherThanFirst(items) ?? refusalOf(listed, scope);
	if (refusal) throw refused(context, refusal);
	if (isInLoop(context) && !options.keyPrefix) run.hint(loopHint);

	const files = isEmptyListing(listed) ? [] : items;
	const wanted: Wanted = new Array(files.length);
	await run.inParallel(
		files.map((item, index) => async () => {
			api.throwIfStopped();
			wanted[index] = await wantedOf(item);
		}),
		false,
	);
	const documents = await listDocuments(api, id);
	const plan = planSync(documents, wanted, {
		...scope,
		libraryId: id,
		deleteMissing: parameters.deleteMissing,
		reprocessFailed: options.reprocessFailed,
	});
	const isApproved = isExpected(first, plan);
	const limit = { maxDeletePercent: options.maxDeletePercent ?? 25, isApproved };
	const outcomes = parameters.dryRun
		? foresee(plan, limit)
		: await apply(first, files, plan, { ...scope, ...limit }, run);
	hintsOf(outcomes).forEach((hint) => run.hint(hint));
	const all = pairedWithAll(items);
	return rowsOf(plan, outcomes).map(({ json, items: numbers }) => ({
		json,
		pairedItems: numbers.length > 0 ? numbers : all,
	}));
}

/** @throws {NodeOperationError} when another plan was approved */
function isExpected({ context, parameters, index }: Item<SyncParameters>, plan: Plan): boolean {
	const { expectedPlan: expected } = parameters.options ?? {};
	if (!isAdded(context, index, 'expectedPlan')) return false;
	if (expected === plan.fingerprint) return true;
	throw refused(context, expected ? otherPlan : emptyPlan);
}

const otherPlan: Refusal = {
	message: 'The plan is not the expected one any more, so nothing was done',
	description:
		'The source, the library or the settings have changed since the dry run. Do a dry run again, and have its plan approved.',
};

const emptyPlan: Refusal = {
	message: 'The parameter "Expected Plan" is empty',
	description: 'Take the plan from an item of the dry run. To sync without one, remove the option.',
};

async function apply(
	first: Item<SyncParameters>,
	files: Array<KeyedItem<SyncParameters>>,
	plan: Plan,
	options: { source: string; keyPrefix?: string; maxDeletePercent: number; isApproved: boolean },
	run: ItemsRun,
): Promise<Outcome[]> {
	const { api, parameters } = first;
	const upload: SyncedLibrary['upload'] = async (number) => {
		const item = files[number];
		if (!item) throw new Error(`The plan names an item ${number}, which there is not`);
		const file = await keyedFile(item);
		const { document, isNew } = await sendFile(item.api, parameters.libraryId, file);
		return { document: libraryDocument(document), isNew };
	};
	const wait: SyncedLibrary['wait'] = async (document) => {
		const ids = { libraryId: parameters.libraryId, documentId: document.id };
		return { ...document, ...(await waitUntilProcessed(first, ids, document)) };
	};
	const library = { ...apiLibrary(api, parameters.libraryId), upload, wait };
	return await carryOut(plan, library, {
		...options,
		waitForProcessing: parameters.options?.waitForProcessing,
		inParallel: async (tasks) => await run.inParallel(tasks, true),
		throwIfStopped: () => api.throwIfStopped(),
	});
}
