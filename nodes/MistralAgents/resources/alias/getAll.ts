import type { IDataObject } from 'n8n-workflow';

import { agentId } from '../../../shared/descriptions/locators';
import { returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';

interface GetAllParameters {
	agentId: string;
	/** Absent when all are to be returned. */
	limit?: number;
}

export const getAll: Operation<GetAllParameters> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many aliases of an agent',
	description: 'List the aliases of an agent with the versions they stand for',
	properties: [agentId, ...returnAllOrLimit, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'agents', parameters.agentId, 'aliases'],
	}),
	// A list without pages.
	output: (answer, { limit }) => Object.values(answer).slice(0, limit) as IDataObject[],
};
