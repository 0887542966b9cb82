import type { IDataObject } from 'n8n-workflow';

import { libraryId } from '../../../shared/descriptions/locators';
import { returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { dataOf } from '../../../shared/transport/entities';
import { anObject } from '../../../shared/transport/shape';
import { accessPath } from './entity';

interface GetAllParameters {
	libraryId: string;
	limit?: number;
}

const accesses = dataOf(anObject);

export const getAll: OneRequest<GetAllParameters, { data: IDataObject[] }> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many accesses to a library',
	description: 'List who can see a library, and on which level',
	properties: [libraryId, ...returnAllOrLimit, optionsOf()],
	request: (parameters) => ({ method: 'GET', path: accessPath(parameters) }),
	response: accesses,
	// The API gives all of them at once. There is no limit when all are to be returned.
	output: ({ data }, { limit }) => data.slice(0, limit),
};
