import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { toApiFields } from '../operation/apiFields';
import { ParameterError } from '../transport/parameterError';
import { checkSchema } from './jsonSchema';

/** The collection as the user filled it; fields that need no conversion bear the API's names in camelCase. */
export interface CompletionArgs extends IDataObject {
	stop?: string[];
	prediction?: string;
	responseFormat?: 'text' | 'json_object' | 'json_schema';
	jsonSchema?: IDataObject;
	jsonSchemaName?: string;
	jsonSchemaStrict?: boolean;
	toolChoice?: string;
}

const showForJsonSchema = { show: { responseFormat: ['json_schema'] } };

/** The fields of the vendor's `CompletionArgs`. */
export const completionArgs: INodeProperties = {
	displayName: 'Completion Arguments',
	name: 'completionArgs',
	type: 'collection',
	placeholder: 'Add argument',
	default: {},
	options: [
		{
			displayName: 'Frequency Penalty',
			name: 'frequencyPenalty',
			type: 'number',
			typeOptions: { minValue: -2, maxValue: 2, numberPrecision: 2 },
			default: 0,
			description: 'Above 0 the model repeats the same words less often',
		},
		{
			displayName: 'Max Tokens',
			name: 'maxTokens',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 1024,
			description: 'Most tokens of the answer; it is cut off there',
		},
		{
			displayName: 'Prediction',
			name: 'prediction',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.draft }}',
			description: 'Text that the answer will mostly consist of, which makes it faster',
		},
		{
			displayName: 'Presence Penalty',
			name: 'presencePenalty',
			type: 'number',
			typeOptions: { minValue: -2, maxValue: 2, numberPrecision: 2 },
			default: 0,
			description: 'Above 0 the model turns to new subjects more often',
		},
		{
			displayName: 'Random Seed',
			name: 'randomSeed',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 0,
			description: 'The same seed makes answers repeatable',
		},
		{
			displayName: 'Reasoning Effort',
			name: 'reasoningEffort',
			type: 'options',
			options: [
				{ name: 'Extra High', value: 'xhigh' },
				{ name: 'High', value: 'high' },
				{ name: 'Low', value: 'low' },
				{ name: 'Medium', value: 'medium' },
				{ name: 'Minimal', value: 'minimal' },
				{ name: 'None', value: 'none' },
			],
			default: 'high',
			description: 'How much the model thinks before it answers; not all models can',
		},
		{
			displayName: 'Response Format',
			name: 'responseFormat',
			type: 'options',
			options: [
				{
					name: 'JSON Object',
					value: 'json_object',
					description: 'The instructions or the text must contain the word JSON',
				},
				{
					name: 'JSON Schema',
					value: 'json_schema',
					description: 'JSON that fits the Response JSON Schema, an argument of its own',
				},
				{ name: 'Text', value: 'text' },
			],
			default: 'text',
			description: 'A JSON answer is given parsed as well',
		},
		{
			displayName: 'Response JSON Schema',
			name: 'jsonSchema',
			type: 'json',
			displayOptions: showForJsonSchema,
			default: '{}',
			hint: 'e.g. { "type": "object", "properties": { "city": { "type": "string" } } }',
			description: 'What the answer must look like',
		},
		{
			displayName: 'Response JSON Schema Name',
			name: 'jsonSchemaName',
			type: 'string',
			displayOptions: showForJsonSchema,
			default: 'answer',
			description: 'A name that tells the model what the schema is for',
		},
		{
			displayName: 'Response JSON Schema Strict',
			name: 'jsonSchemaStrict',
			type: 'boolean',
			displayOptions: showForJsonSchema,
			default: true,
			description: 'Whether the answer may not depart from the schema',
		},
		{
			displayName: 'Stop',
			name: 'stop',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Stop Text' },
			default: '',
			description: 'The answer ends before any of these texts',
		},
		{
			displayName: 'Temperature',
			name: 'temperature',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
			default: 0.7,
			description: 'Low for the likeliest words, high for variety',
		},
		{
			displayName: 'Tool Choice',
			name: 'toolChoice',
			type: 'options',
			options: [
				{ name: 'Any', value: 'any', description: 'The model must use a tool' },
				{ name: 'Auto', value: 'auto', description: 'The model decides' },
				{ name: 'None', value: 'none', description: 'The model uses no tool' },
				{
					name: 'Required',
					value: 'required',
					description: 'The model must use a tool; refused together with built-in tools',
				},
			],
			default: 'auto',
		},
		{
			displayName: 'Top P',
			name: 'topP',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
			default: 1,
			description: 'Share of the likeliest words to choose from; change this or Temperature',
		},
	],
};

/** The API's `completion_args`, undefined when nothing is set. */
export function completionArgsOf(args: CompletionArgs | undefined): IDataObject | undefined {
	if (!args) return undefined;
	const { responseFormat, jsonSchema, jsonSchemaName, jsonSchemaStrict, prediction, ...rest } =
		args;
	if (responseFormat === 'json_schema' && !jsonSchema) {
		throw new ParameterError(
			'The parameter "Completion Arguments > Response JSON Schema" is empty',
			'Add the schema that the answer must fit, or choose another Response Format.',
		);
	}
	if (jsonSchema) checkSchema(jsonSchema, 'Completion Arguments > Response JSON Schema');
	return toApiFields({
		...rest,
		prediction: prediction && { type: 'content', content: prediction },
		responseFormat: responseFormat && {
			type: responseFormat,
			...(responseFormat === 'json_schema' && {
				json_schema: toApiFields({
					// The API requires a name; the model reads it as what the schema is for.
					name: jsonSchemaName ?? 'answer',
					schema: jsonSchema,
					strict: jsonSchemaStrict,
				}),
			}),
		},
	});
}
