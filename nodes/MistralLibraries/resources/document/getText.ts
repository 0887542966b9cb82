import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { anObject } from '../../../shared/transport/shape';

interface GetTextParameters extends DocumentIds {
	options?: { pageStart?: number; pageEnd?: number };
}

export const getText: OneRequest<GetTextParameters> = {
	name: 'Get Text',
	value: 'getText',
	action: 'Get the text of a document',
	description: 'Get the text that Mistral has read in a document that is processed',
	properties: [
		...documentLocators,
		optionsOf(
			{
				displayName: 'Page End',
				name: 'pageEnd',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 0,
				description: 'Where to stop reading',
			},
			{
				displayName: 'Page Start',
				name: 'pageStart',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 0,
				description: 'Where to begin reading',
			},
		),
	],
	request: (parameters) => ({
		method: 'GET',
		path: documentPath(parameters, 'text_content'),
		query: toApiFields({
			pageStart: parameters.options?.pageStart,
			pageEnd: parameters.options?.pageEnd,
		}),
	}),
	response: anObject,
};
