import { accumulateTokenUsage, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

/** Tells n8n what an answer has cost; older versions of n8n, such as 2.0, do not count tokens. */
export function countTokens(context: IExecuteFunctions, usage?: IDataObject | null): void {
	if (!usage || typeof accumulateTokenUsage !== 'function') return;
	const { prompt_tokens: input = 0, completion_tokens: output = 0 } = usage;
	accumulateTokenUsage(context, Number(input), Number(output));
}
