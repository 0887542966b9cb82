import type { IDataObject } from 'n8n-workflow';

import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { updateFieldsOf } from '../../../shared/descriptions/updateFields';
import {
	attributes,
	checkExpiry,
	expiresAt,
	withAttributes,
} from '../../../shared/document/attributes';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import { changesOf } from '../../../shared/operation/apiFields';
import type { SeveralCalls } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aDocument } from '../../../shared/transport/entities';
import { documentOutput } from './output';

interface UpdateParameters extends DocumentIds, SimplifyParameters {
	updateFields?: { name?: string; attributes?: IDataObject | null; expiresAt?: string | null };
}

export const update: SeveralCalls<UpdateParameters> = {
	name: 'Update',
	value: 'update',
	action: 'Update a document',
	description: 'Change name, attributes or expiry of a document',
	properties: [
		...documentLocators,
		updateFieldsOf(
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. report.pdf',
			},
			attributes,
			expiresAt,
		),
		simplify,
		optionsOf(),
	],
	order: ({ documentId }) => documentId,
	request: (parameters) => {
		checkExpiry(parameters.updateFields?.expiresAt);
		return {
			method: 'PATCH',
			path: documentPath(parameters),
			body: changesOf(parameters.updateFields, { attributes: null, expiresAt: null }),
		};
	},
	execute: async ({ parameters, api }, request) => {
		const change = parameters.updateFields?.attributes
			? withAttributes(
					request,
					(await api.send({ method: 'GET', path: request.path }, aDocument)).json,
				)
			: request;
		const { json } = await api.send(change, aDocument);
		return { json: documentOutput(json, parameters) };
	},
};
