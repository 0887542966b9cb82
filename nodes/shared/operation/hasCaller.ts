import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether somebody waits for the words of this node: the caller of a webhook or a chat whose response is
 * streamed. As a tool the node answers an agent, whose own words the caller gets.
 */
export const hasCaller = (context: IExecuteFunctions): boolean =>
	context.isStreaming() && !context.getNode().type.endsWith('Tool');
