import type { IDataObject } from 'n8n-workflow';

import { libraryId } from '../../../shared/descriptions/locators';
import { returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';
import { accessPath } from './entity';

interface GetAllParameters {
	libraryId: string;
	limit?: number;
}

export const getAll: Operation<GetAllParameters> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many accesses to a library',
	description: 'List who can see a library, and on which level',
	properties: [libraryId, ...returnAllOrLimit, optionsOf()],
	request: (parameters) => ({ method: 'GET', path: accessPath(parameters) }),
	// The API gives all of them at once. There is no limit when all are to be returned.
	output: ({ data }, { limit }) => (data as IDataObject[]).slice(0, limit),
};
