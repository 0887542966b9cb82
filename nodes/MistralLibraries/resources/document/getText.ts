import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/path';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';

interface GetTextParameters extends DocumentIds {
	options?: { pageStart?: number; pageEnd?: number };
}

export const getText: Operation<GetTextParameters> = {
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
};
