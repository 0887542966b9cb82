import { agentId, version } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anObject } from '../../../shared/transport/shape';
import { alias, checkedAlias } from '../../aliasName';
import { versionNumber } from '../../versionNumber';

interface SetParameters {
	agentId: string;
	alias: string;
	version: string;
}

export const set: OneRequest<SetParameters> = {
	name: 'Set',
	value: 'set',
	action: 'Set an alias of an agent',
	description: 'Let a name such as production stand for a version; a name that exists is moved',
	properties: [agentId, alias, version, optionsOf()],
	order: ({ agentId }) => agentId,
	request: (parameters) => ({
		method: 'PUT',
		path: ['v1', 'agents', parameters.agentId, 'aliases'],
		query: {
			alias: checkedAlias(parameters.alias),
			version: versionNumber(parameters.version),
		},
	}),
	response: anObject,
};
