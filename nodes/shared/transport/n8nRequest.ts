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

/** Reads the credential. */
export type ReadCredential = () => Promise<ICredentialDataDecryptedObject>;

/** In ms, for which a credential that was read is used; one that is changed meanwhile counts from then on. */
const freshFor = 60_000;

/**
 * n8n reads a credential from its database, decrypts it each time, and has that wait while an execution is
 * being stored. So it is read once for the requests that follow each other.
 */
export function credentialReader(context: ApiContext): ReadCredential {
	let latest: { at: number; credential: ReturnType<ReadCredential> } | undefined;
	return async () => {
		if (latest && Date.now() - latest.at < freshFor) return await latest.credential;
		const credential = context.getCredentials<ICredentialDataDecryptedObject>(credentialType);
		latest = { at: Date.now(), credential };
		// One that could not be read may be there the next time.
		void credential.catch(() => (latest = undefined));
		return await credential;
	};
}

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
