import type { NodeHint } from 'n8n-workflow';

export const hints: NodeHint[] = [
	{
		// The editor keeps values when another operation is chosen, the default model of Create too. What is
		// chosen is given as text, a reset locator as an object.
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'always',
		message:
			'The update also changes the model of the agent. To keep the one it has, choose Reset Value in the menu beside Model.',
		displayCondition:
			'={{ $parameter.operation === "update" && Boolean($parameter.model?.value ?? $parameter.model) }}',
	},
];
