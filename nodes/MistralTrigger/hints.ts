import type { NodeHint } from 'n8n-workflow';

import { answerHints } from '../shared/descriptions/answerHints';

export const hints: NodeHint[] = [
	{
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'always',
		message:
			'All parameters are read once, when the workflow is activated. For a prompt that changes from time to time use a Schedule Trigger followed by Mistral Conversations.',
		displayCondition: '={{ $parameter.runOn?.includes("schedule") }}',
	},
	...answerHints,
];
