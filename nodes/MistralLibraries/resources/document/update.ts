import type { IDataObject } from 'n8n-workflow';

import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import {
	attributes,
	checkExpiry,
	expiresAt,
	withAttributes,
} from '../../../shared/document/attributes';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import { changesOf } from '../../../shared/operation/apiFields';
import type { SeveralCalls } from '../../../shared/operation/operation';
import { aDocument } from '../../../shared/transport/entities';

interface UpdateParameters extends DocumentIds {
	name?: string;
	options?: { attributes?: IDataObject; expiresAt?: string };
}

export const update: SeveralCalls<UpdateParameters> = {
	name: 'Update',
	value: 'update',
	action: 'Update a document',
	description: 'Change name, attributes or expiry of a document; what is left out stays as it is',
	properties: [
		...documentLocators,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. report.pdf',
		},
		optionsOf(attributes, expiresAt),
	],
	order: ({ documentId }) => documentId,
	request: (parameters) => {
		const { name, options: { attributes: given, expiresAt: time } = {} } = parameters;
		checkExpiry(time);
		return {
			method: 'PATCH',
			path: documentPath(parameters),
			body: changesOf({ name, attributes: given, expiresAt: time }),
		};
	},
	execute: async ({ parameters, api }, request) => {
		if (!parameters.options?.attributes) return { json: (await api.send(request, aDocument)).json };
		const { json: document } = await api.send({ method: 'GET', path: request.path }, aDocument);
		return { json: (await api.send(withAttributes(request, document), aDocument)).json };
	},
};
