import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/** The parts of n8n that call the API. */
export type ApiContext = IExecuteFunctions | ILoadOptionsFunctions;

/** `name` of the credential. */
export const credentialType = 'mistralAgentsApi';
