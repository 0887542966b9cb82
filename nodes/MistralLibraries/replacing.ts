import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Item } from '../shared/operation/operation';
import { ParameterError } from '../shared/transport/parameterError';
import { apiLibrary, listDocuments } from './sync/apiLibrary';
import { keyOption, sourceOption, versionOption } from './sync/fields';
import { type Place, Predecessors } from './sync/predecessors';

/** Options of an upload that say which documents it takes the place of. */
export interface ReplacingOptions {
	ifNameExists?: 'keepBoth' | 'replace' | 'skip';
	source?: string;
	key?: string;
	version?: string;
}

export const replacingOptions: INodeProperties[] = [
	{
		displayName: 'If Name Exists',
		name: 'ifNameExists',
		type: 'options',
		options: [
			{ name: 'Keep Both', value: 'keepBoth' },
			{
				name: 'Replace',
				value: 'replace',
				description: 'The older documents of this name are deleted when all items are uploaded',
			},
			{ name: 'Skip', value: 'skip', description: 'The document that is there is the output' },
		],
		default: 'keepBoth',
		description:
			'What to do when a document of this name is there. Documents that are kept in step with a source are never deleted.',
	},
	sourceOption,
	keyOption,
	versionOption,
];

/** @throws {ParameterError} for options that contradict each other */
export function checkReplacing({ ifNameExists, source, key, version }: ReplacingOptions): void {
	if (key === undefined && (source ?? version) !== undefined) throw emptyKey();
	if (key !== undefined && (ifNameExists ?? 'keepBoth') !== 'keepBoth') {
		throw new ParameterError(
			'The parameters "Options > Key" and "Options > If Name Exists" exclude each other',
			'A key says already which document is replaced. Remove one of the options.',
		);
	}
}

/** Whether documents that are there go for an upload. */
export const isReplacing = ({ options }: { options?: ReplacingOptions }) =>
	options?.key !== undefined || options?.ifNameExists === 'replace';

/** What an upload takes the place of, or looks for. */
export function placeFor(
	context: IExecuteFunctions,
	{ options: { key, source, ifNameExists } = {} }: { options?: ReplacingOptions },
	name: string,
): Place | undefined {
	if (key !== undefined) return { key: { source: source ?? workflowId(context), key } };
	return (ifNameExists ?? 'keepBoth') === 'keepBoth' ? undefined : { name };
}

/** The source of those who name none. */
export const workflowId = (context: IExecuteFunctions) => context.getWorkflow().id ?? '';

/**
 * An item whose key is lost must not pass for one without a key.
 *
 * @throws {ParameterError} when the option is set, but gives nothing
 */
export function checkKey({
	context,
	parameters,
	index,
}: Item<{ options?: { key?: string } }>): void {
	const given = context.getNodeParameter('options', index, {}) as IDataObject;
	if ('key' in given && parameters.options?.key === undefined) throw emptyKey();
}

const emptyKey = () =>
	new ParameterError(
		'The parameter "Options > Key" is empty',
		'Enter a key, or check the expression: it gives nothing for this item.',
	);

/** By the ID of a library what uploads of a run take the place of there; listed when it is first needed. */
export class Libraries {
	private readonly known = new Map<string, Promise<Predecessors>>();

	async predecessors(item: Item<{ libraryId: string }>): Promise<Predecessors> {
		const { libraryId } = item.parameters;
		const found = this.known.get(libraryId) ?? predecessorsIn(item);
		this.known.set(libraryId, found);
		return await found;
	}
}

async function predecessorsIn({
	api,
	parameters: { libraryId },
}: Item<{ libraryId: string }>): Promise<Predecessors> {
	return new Predecessors(apiLibrary(api, libraryId), await listDocuments(api, libraryId));
}
