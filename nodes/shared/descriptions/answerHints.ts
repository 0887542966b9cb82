import type { NodeHint } from 'n8n-workflow';

/** For operations that make a model answer: what the API does not say itself. */
export const answerHints: NodeHint[] = [
	{
		type: 'warning',
		location: 'outputPane',
		whenToDisplay: 'always',
		message:
			'With Response Format "JSON Object" the instructions or the text must contain the word JSON, or the answer is blank. "JSON Schema" does not need it.',
		displayCondition:
			'={{ $parameter.completionArgs?.responseFormat === "json_object" && !/json/i.test(JSON.stringify([$parameter.instructions, $parameter.text, $parameter.messages, $parameter.inputs])) }}',
	},
	{
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'always',
		message:
			'With Store switched off Mistral forgets the conversation: it cannot be appended to, restarted or read.',
		displayCondition: '={{ $parameter.options?.store === false }}',
	},
];
