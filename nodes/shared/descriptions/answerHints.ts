import type { NodeHint } from 'n8n-workflow';

/** For operations that make a model answer: where the API refuses or ignores what the editor lets one set up. */
export const answerHints: NodeHint[] = [
	{
		type: 'warning',
		location: 'outputPane',
		whenToDisplay: 'always',
		message:
			'Mistral refuses Tool Choice "Required" together with built-in tools. Choose Auto or Any.',
		displayCondition:
			'={{ $parameter.completionArgs?.toolChoice === "required" && ($parameter.tools?.values ?? []).some((tool) => tool.type !== "function") }}',
	},
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
