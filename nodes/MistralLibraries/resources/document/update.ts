import type { IDataObject } from 'n8n-workflow';

import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { attributes, expiresAt, withAttributes } from '../../../shared/document/attributes';
import { type DocumentIds, documentPath } from '../../../shared/document/path';
import { changesOf } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';
import { apiRequest } from '../../../shared/transport/request';

interface UpdateParameters extends DocumentIds {
	name?: string;
	options?: { attributes?: IDataObject; expiresAt?: string };
}

export const update: Operation<UpdateParameters> = {
	name: 'Update',
	value: 'update',
	action: 'Update a document',
	description: 'Change name, attributes or expiry of a document; what is left out stays as it is',
	properties: [
		...documentLocators,
		{ displayName: 'Name', name: 'name', type: 'string', default: '' },
		optionsOf(attributes, expiresAt),
	],
	inOrderOf: 'documentId',
	request: (parameters) => ({
		method: 'PATCH',
		path: documentPath(parameters),
		body: changesOf({
			name: parameters.name,
			attributes: parameters.options?.attributes,
			expiresAt: parameters.options?.expiresAt,
		}),
	}),
	execute: async ({ context, parameters, options }, request) => {
		const send = (sent: typeof request) => apiRequest(context, sent, options);
		if (!parameters.options?.attributes) return (await send(request)) as IDataObject;
		const document = await send({ method: 'GET', path: request.path });
		return (await send(withAttributes(request, document as IDataObject))) as IDataObject;
	},
};
