import type { NodeHint } from 'n8n-workflow';

import { answerHints } from '../shared/descriptions/answerHints';

export const hints: NodeHint[] = [
	...answerHints,
	{
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'always',
		message:
			'A conversation can be restarted only if something was appended to it. The answer is in a new conversation.',
		displayCondition: '={{ $parameter.operation === "restart" }}',
	},
];
