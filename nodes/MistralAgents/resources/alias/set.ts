import { agentId, version } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';
import { alias, checkedAlias } from '../../aliasName';
import { versionNumber } from '../../versionNumber';

interface SetParameters {
	agentId: string;
	alias: string;
	version: string;
}

export const set: Operation<SetParameters> = {
	name: 'Set',
	value: 'set',
	action: 'Set an alias of an agent',
	description: 'Let a name such as production stand for a version; a name that exists is moved',
	properties: [agentId, alias, version, optionsOf()],
	inOrderOf: 'agentId',
	request: (parameters) => ({
		method: 'PUT',
		path: ['v1', 'agents', parameters.agentId, 'aliases'],
		query: {
			alias: checkedAlias(parameters.alias),
			version: versionNumber(parameters.version),
		},
	}),
};
