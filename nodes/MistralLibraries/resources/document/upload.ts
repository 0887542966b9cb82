import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { attributes, checkExpiry, expiresAt } from '../../../shared/document/attributes';
import { documentsPath } from '../../../shared/document/documentPath';
import { fileNameOf } from '../../../shared/document/file';
import { processingOptions } from '../../../shared/document/processing';
import type { AllItems, Item } from '../../../shared/operation/operation';
import { simplify } from '../../../shared/operation/simplify';
import { apiPath } from '../../../shared/transport/apiPath';
import {
	checkReplacing,
	isReplacing,
	Libraries,
	placeFor,
	replacingOptions,
} from '../../replacing';
import { uploadItem, type UploadParameters } from './uploading';

export const upload: AllItems<UploadParameters> = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload a document',
	description: 'Put a file or a text into a library; the same content is never there twice',
	properties: [
		libraryId,
		{
			displayName: 'Input Type',
			name: 'inputType',
			type: 'options',
			options: [
				{ name: 'File', value: 'binary', description: 'One that an earlier node has given' },
				{ name: 'Text', value: 'text' },
			],
			default: 'binary',
		},
		{
			displayName: 'Input Data Field Name',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			displayOptions: { show: { inputType: ['binary'] } },
			default: 'data',
			hint: 'The name of the input field with the file',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			displayOptions: { show: { inputType: ['text'] } },
			default: '',
			placeholder: 'e.g. We are open from 9 to 5.',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			required: true,
			displayOptions: { show: { inputType: ['text'] } },
			default: '',
			placeholder: 'e.g. opening-hours.md',
			description: 'Name of the document, by which answers refer to it',
		},
		simplify,
		optionsOf(
			attributes,
			expiresAt,
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				displayOptions: { show: { '/inputType': ['binary'] } },
				default: '',
				placeholder: 'e.g. report.pdf',
				description: 'Name of the document, instead of that of the file',
			},
			...processingOptions,
			...replacingOptions,
			{
				displayName: 'Update Existing',
				name: 'updateExisting',
				type: 'boolean',
				default: false,
				description:
					'Whether a document that has the same content already gets this name, attributes and expiry. Otherwise it stays as it is; without this option the node fails if it has none of the attributes or the expiry.',
			},
		),
	],
	check: ({ libraryId: id, options = {} }) => {
		apiPath(documentsPath(id));
		checkExpiry(options.expiresAt);
		checkReplacing(options);
	},
	executeAll: async (items, run) => {
		const libraries = new Libraries();
		const made = new Set<string>();
		const arrived = new Map<Item<UploadParameters>, () => Promise<void>>();
		await run.each(
			items,
			async (item) => {
				const { output, letGo } = await uploadItem(item, libraries, made);
				run.give(item, output);
				arrived.set(item, letGo);
			},
			placeOf,
		);
		const replacing = items.filter(({ parameters }) => isReplacing(parameters));
		if (arrived.size === items.length && run.unread === 0) {
			await run.each(replacing, async (item) => await arrived.get(item)?.(), oneByOne);
		} else if (replacing.length > 0) {
			run.hint(olderStay);
		}
		return [];
	},
};

const oneByOne = () => 'all';

const olderStay =
	'As not all items could be uploaded, older documents stay beside the new ones. Uploads of the same keys or names remove them, once all items of a run come through.';

/** Items that take the same place run one after the other. */
const placeOf = ({ context, parameters, index }: Item<UploadParameters>): string | undefined => {
	const place = placeFor(context, parameters, fileNameOf(context, parameters, index));
	return place && JSON.stringify([parameters.libraryId, place]);
};
