import type { Resource } from '../../../shared/operation/operation';
import { confirm } from './confirm';
import { submitResults } from './submitResults';

export const toolCall: Resource = {
	name: 'Tool Call',
	value: 'toolCall',
	operations: [submitResults, confirm],
};
