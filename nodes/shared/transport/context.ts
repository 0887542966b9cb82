import type { IExecuteFunctions, ILoadOptionsFunctions, ITriggerFunctions } from 'n8n-workflow';

/** The parts of n8n that call the API. */
export type ApiContext = IExecuteFunctions | ILoadOptionsFunctions | ClosableTrigger;

/** A trigger's background work with a signal that ends it. */
export type ClosableTrigger = ITriggerFunctions &
	Pick<IExecuteFunctions, 'getExecutionCancelSignal'>;

/** Gives what a trigger does the signal of its deactivation, as n8n gives executions that of the stop button. */
export const closable = (context: ITriggerFunctions, signal: AbortSignal): ClosableTrigger =>
	Object.assign(Object.create(context) as ITriggerFunctions, {
		getExecutionCancelSignal: () => signal,
	});

/** `name` of the credential. */
export const credentialType = 'mistralAgentsApi';
