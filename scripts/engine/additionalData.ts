import { Container } from '@n8n/di';
import { type ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { InMemoryCredentials } from './credentials';

/** What n8n's server gives an execution, as far as nodes that call an API use it. */
export function additionalData(
	credential: ICredentialDataDecryptedObject,
	hooks?: ExecutionLifecycleHooks,
): IWorkflowExecuteAdditionalData {
	const url = 'http://127.0.0.1/';
	const missing = () => {
		throw new Error('Not part of this engine');
	};
	return {
		credentialsHelper: new InMemoryCredentials(credential),
		hooks,
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		mcpBaseUrl: url,
		mcpTestBaseUrl: url,
		logAiEvent: () => undefined,
		executeWorkflow: missing,
		getRunExecutionData: missing,
		getRuntimeCredential: missing,
		startRunnerTask: missing,
	};
}
