import type { IDataObject } from 'n8n-workflow';

/** For each operation, as `resource.operation`, parameter sets with every optional field set, and one with none. */
export type ParameterSets = Record<string, ParameterSet>;

export interface ParameterSet {
	none: IDataObject;
	all: IDataObject[];
	/** With an optional field that only another run can give a value that fits. */
	refused?: IDataObject;
	/** Added to the body where the description wants more than the service. */
	added?: IDataObject;
}

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export const guardrails = [
	{ block_on_error: true, moderation_llm_v2: { action: 'block', ignore_other_categories: true } },
];

export const run = { maxConcurrency: 2, maxRetries: 1, timeout: 60_000 };

/** Options of every operation that a model answers. */
export const answerOptions = {
	idleTimeout: 600_000,
	streamSteps: true,
	downloadFiles: true,
	maxToolRounds: 3,
	failOnMaxRounds: true,
};

export const completionArgs = {
	frequencyPenalty: 1,
	jsonSchema: '{ "type": "object" }',
	jsonSchemaName: 'city',
	jsonSchemaStrict: true,
	maxTokens: 100,
	prediction: 'Paris',
	presencePenalty: -1,
	randomSeed: 7,
	reasoningEffort: 'high',
	responseFormat: 'json_schema',
	stop: ['END', 'STOP'],
	temperature: 0.5,
	toolChoice: 'any',
	topP: 0.9,
};

const configuration = { options: { include: 'a, b', exclude: '', requiresConfirmation: 'a' } };

export const tools = {
	values: [
		{ type: 'web_search', ...configuration },
		{
			type: 'web_search_premium',
			options: { include: '', exclude: 'c', requiresConfirmation: '' },
		},
		{ type: 'code_interpreter' },
		{ type: 'image_generation' },
		{ type: 'document_library', libraryIds: 'lib_1, lib_2', ...configuration },
		{
			type: 'connector',
			connectorId: 'gmail',
			authorizationType: 'oauth2-token',
			authorizationValue: 'token',
			...configuration,
		},
		{ type: 'connector', connectorId: 'wiki', authorizationType: 'none' },
		{
			type: 'function',
			name: 'get_rate',
			description: 'The rate',
			parameters: '{ "type": "object", "properties": { "date": { "type": "string" } } }',
			strict: true,
		},
		{ type: 'function', name: 'no_arguments', description: '', parameters: '{}', strict: false },
	],
};
