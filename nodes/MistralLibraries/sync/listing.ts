import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { fileOf, type FileParameters } from '../../shared/document/file';
import { nodeError, type NodeError } from '../../shared/operation/failures';
import type { Item } from '../../shared/operation/operation';
import { ParameterError } from '../../shared/transport/parameterError';
import type { Refusal } from './guards';
import { sha256OfFile } from './sha256';
import type { UnreadableDocument, WantedDocument } from './steps';

/** What says of an item which document it wants. */
export interface ItemParameters extends FileParameters {
	libraryId: string;
	source?: string;
	key?: string;
	options?: FileParameters['options'] & { attributes?: IDataObject; expiresAt?: string };
}

/** What the parameters of an item come to, with its key. */
export type KeyedItem<P> = Item<P> & { key: string; hasContent: boolean };

export const keyed = <P extends ItemParameters>(item: Item<P>): KeyedItem<P> => ({
	...item,
	key: item.parameters.key ?? pathOf(item),
	hasContent: hasContent(item),
});

/** Directory and name of the file; `''` when there is none. */
function pathOf({ context, parameters, index }: Item<ItemParameters>): string {
	if (parameters.inputType === 'text') return parameters.fileName ?? '';
	const { directory, fileName } = binaryOf(context, parameters, index) ?? {};
	return fileName ? [directory, fileName].filter(Boolean).join('/') : '';
}

const hasContent = ({ context, parameters, index }: Item<ItemParameters>) =>
	parameters.inputType === 'text'
		? parameters.text !== undefined
		: binaryOf(context, parameters, index) !== undefined;

const binaryOf = (
	context: IExecuteFunctions,
	{ binaryPropertyName = '' }: FileParameters,
	index: number,
) => context.getInputData()[index]?.binary?.[binaryPropertyName];

/** The file of an item; a text without a name is named after its key. */
export const keyedFile = async ({ context, parameters, key, index }: KeyedItem<ItemParameters>) =>
	await fileOf(
		context,
		{ ...parameters, fileName: parameters.fileName ?? key.split('/').at(-1) },
		index,
	);

/** Reads a file to its end, so that its content is known; one that cannot be read is told by its key. */
export async function wantedOf(
	item: KeyedItem<ItemParameters>,
): Promise<WantedDocument | UnreadableDocument> {
	const { key } = item;
	const { attributes, expiresAt } = item.parameters.options ?? {};
	try {
		const file = await keyedFile(item);
		return { key, name: file.name, sha256: await sha256OfFile(file), attributes, expiresAt };
	} catch (error) {
		return { key, error: error as Error };
	}
}

/** The library and the source are those of the whole run. */
export function otherThanFirst(
	items: Array<Item<{ libraryId: string; source?: string }>>,
): Refusal | undefined {
	const [first] = items;
	for (const { index, parameters } of items) {
		for (const [name, field] of [
			['Library', 'libraryId'],
			['Source', 'source'],
		] as const) {
			if (parameters[field] === first?.parameters[field]) continue;
			return {
				message: `The parameter "${name}" is another one than that of the first item`,
				description:
					'All items of a run belong to one source in one library. Use a node, or a run of it, for each.',
				itemIndex: index,
			};
		}
	}
	return undefined;
}

/** The error of a run that must not begin. */
export const refused = (
	context: IExecuteFunctions,
	{ message, description, itemIndex }: Refusal,
): NodeError => nodeError(context.getNode(), new ParameterError(message, description), itemIndex);
