import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ParameterError, shortened } from '../transport/parameterError';
import type { Chunk } from '../transport/entities';
import { isImage, typeByName } from './attachmentTypes';
import { entriesOf } from './openCalls';

/** Fields of `options` that say what goes along with the message. */
export interface AttachmentOptions {
	/** Names of binary fields, separated by commas; `*` for all. */
	attachments?: string;
	attachmentUrls?: string[];
}

export const attachmentFields: INodeProperties[] = [
	{
		displayName: 'Attachments',
		name: 'attachments',
		type: 'string',
		default: 'data',
		placeholder: 'e.g. data, invoice',
		description:
			'The input fields with files for the model, separated by commas; * for all. Images are sent as they are, documents through the files of Mistral, where they stay.',
	},
	{
		displayName: 'Attachment URLs',
		name: 'attachmentUrls',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add URL' },
		default: '',
		placeholder: 'e.g. https://arxiv.org/pdf/2201.04234',
		description: 'Addresses of images and documents that Mistral fetches itself',
	},
];

/**
 * The chunk of a file that Mistral fetches; the name in the address tells an image.
 *
 * @throws {ParameterError} for what is no address
 */
export function chunkOfUrl(address: string): Chunk {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		throw new ParameterError(
			`The parameter "Options > Attachment URLs" must be http(s) addresses, but one is ${shortened(address)}`,
		);
	}
	const name = decoded(url.pathname.split('/').at(-1) ?? '');
	if (isImage(typeByName(name) ?? '')) return { type: 'image_url', image_url: url.href };
	return { type: 'document_url', document_url: url.href, ...(name && { document_name: name }) };
}

/** Unlike `decodeURIComponent` this takes any text. */
const decoded = (segment: string) =>
	new URLSearchParams(`name=${segment.replaceAll('+', '%2B')}`).get('name') ?? '';

const isOfUser = ({ type = 'message.input', role }: IDataObject) =>
	type === 'message.input' && role === 'user';

/**
 * The inputs with attachments behind the last thing that the user says.
 *
 * @throws {ParameterError} when the user says nothing
 */
export function withChunks(inputs: string | IDataObject[], chunks: Chunk[]): IDataObject[] {
	const entries = entriesOf(inputs);
	const index = entries.findLastIndex(isOfUser);
	const message = entries[index];
	if (!message) {
		throw new ParameterError(
			'There is no message of the user that the attachments could go with',
			'Add one to the input, or remove the attachments from the options.',
		);
	}
	const { content } = message;
	const before = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
	const whole = { ...message, content: [...((before ?? []) as Chunk[]), ...chunks] };
	return entries.with(index, whole);
}
