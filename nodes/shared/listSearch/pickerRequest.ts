import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import { apiRequest } from '../transport/request';

/** A person waits in front of a picker: one more attempt and half the time are enough. */
const patience = { itemIndex: 0, maxRetries: 1, timeout: 30_000 };

/** Sends requests for a picker. */
export const pickerRequest = (context: ILoadOptionsFunctions) => async (request: ApiRequest) =>
	await apiRequest(context, request, patience);

/** Whether any of the texts contains what was typed; everything does when nothing was. */
export const matches = (filter: string | undefined, ...texts: unknown[]) =>
	texts.some((text) =>
		String(text ?? '')
			.toLowerCase()
			.includes((filter ?? '').toLowerCase()),
	);
