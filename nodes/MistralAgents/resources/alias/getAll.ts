import type { IDataObject } from 'n8n-workflow';

import { agentId } from '../../../shared/descriptions/locators';
import { returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anObject, listOf } from '../../../shared/transport/shape';

interface GetAllParameters {
	agentId: string;
	/** Absent when all are to be returned. */
	limit?: number;
}

export const getAll: OneRequest<GetAllParameters, IDataObject[]> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many aliases of an agent',
	description: 'List the aliases of an agent with the versions they stand for',
	properties: [agentId, ...returnAllOrLimit, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'agents', parameters.agentId, 'aliases'],
	}),
	response: listOf(anObject),
	// A list without pages.
	output: (aliases, { limit }) => aliases.slice(0, limit),
};
