import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { documentsPath } from '../../../shared/document/documentPath';
import type { AllItems } from '../../../shared/operation/operation';
import { apiPath } from '../../../shared/transport/apiPath';
import { listDocuments } from '../../sync/apiLibrary';
import { compare as compareKeys } from '../../sync/comparison';
import { key, keyPrefix, maxDeletePercent, onlyChanges, source, version } from '../../sync/fields';
import { isEmptyListing, refusalOf } from '../../sync/guards';
import { isInLoop, loopHint, withheldHint } from '../../sync/hints';
import { otherThanFirst, refused } from '../../sync/listing';
import { pairedWithAll } from '../../sync/rows';

interface CompareParameters {
	libraryId: string;
	source?: string;
	key?: string;
	version?: string;
	options?: { keyPrefix?: string; maxDeletePercent?: number; onlyChanges?: boolean };
}

export const compare: AllItems<CompareParameters> = {
	name: 'Compare',
	value: 'compare',
	action: 'Compare documents with a source',
	description:
		'Find out by keys and versions which documents are new, changed or gone, before any file is downloaded',
	properties: [
		libraryId,
		{
			...source,
			description:
				'Name of what the documents are kept in step with. Only documents with this name are looked at. By default the ID of the workflow.',
		},
		key,
		version,
		optionsOf(keyPrefix, maxDeletePercent, onlyChanges),
	],
	// An item that gives none of them may be an empty listing.
	mayGiveNothing: ['source', 'key', 'version'],
	check: (parameters) => void apiPath(documentsPath(parameters.libraryId)),
	executeAll: async (items, run) => {
		const [first] = items;
		// What an item that cannot be read stands for is not known, so neither is what is gone.
		if (!first || run.unread > 0) {
			run.hint('Nothing was compared, as the parameters of some items could not be read.');
			return [];
		}
		const { parameters, context, api } = first;
		const { source: name = '', options = {} } = parameters;
		const { onlyChanges: isShort = true, maxDeletePercent: limit = 25 } = options;
		const scope = { source: name, keyPrefix: options.keyPrefix };
		const listed = items.map(({ parameters: { key: given = '', version: current } }) => ({
			key: given,
			hasContent: current !== undefined,
			version: current ?? '',
		}));
		const refusal = otherThanFirst(items) ?? refusalOf(listed, scope);
		if (refusal) throw refused(context, refusal);
		if (isInLoop(context) && !scope.keyPrefix) run.hint(loopHint);

		const documents = await listDocuments(api, parameters.libraryId);
		const rows = compareKeys(documents, isEmptyListing(listed) ? [] : listed, {
			...scope,
			maxDeletePercent: limit,
			onlyChanges: isShort,
		});
		const hint = withheldHint(rows);
		if (hint) run.hint(hint);
		const all = pairedWithAll(items);
		return rows.map(({ item, ...json }) => ({
			json: { ...json, ...(item !== undefined && { version: listed[item]?.version }) },
			pairedItems: item === undefined ? all : [item],
		}));
	},
};
