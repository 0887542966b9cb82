import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	ITriggerFunctions,
} from 'n8n-workflow';

/** The parts of n8n that call the API. */
export type ApiContext =
	IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions | ITriggerFunctions;

/** `name` of the credential. */
export const credentialType = 'mistralAgentsApi';

/** Reads the credential, which n8n decrypts each time. */
export type ReadCredential = () => Promise<ICredentialDataDecryptedObject>;

/**
 * n8n's authenticated request, with what it reads of a context and no more. In executions n8n puts their
 * signal in the place of the request's own, and tells an execution by its `getExecutionCancelSignal`; a
 * stream that is silent could then not be closed.
 */
export async function callApi<T>(
	context: ApiContext,
	readCredential: ReadCredential,
	options: IHttpRequestOptions,
): Promise<T> {
	const { helpers, logger } = context;
	const caller = {
		helpers,
		logger,
		getNode: () => context.getNode(),
		getCredentials: readCredential,
	};
	return await Reflect.apply(helpers.httpRequestWithAuthentication, caller, [
		credentialType,
		options,
		// Otherwise n8n sends a request that was answered with 401 once more.
		{ preAuthenticationRetryStatusCode: [] },
	]);
}
