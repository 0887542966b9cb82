import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { optionsOf } from '../../../shared/descriptions/options';
import { toParameterName } from '../../../shared/operation/apiFields';
import type { SeveralCalls } from '../../../shared/operation/operation';
import { ParameterError } from '../../../shared/transport/parameterError';
import type { Api } from '../../../shared/transport/api';
import type { ApiRequest } from '../../../shared/transport/apiRequest';
import { type Agent, anAgent } from '../../../shared/transport/entities';
import { cursorPages, entitiesOf } from '../../../shared/transport/paging';
import { type ContentParameters, contentSettings, withoutSecrets } from '../../agentContent';
import { changesTo } from '../../changes';
import { create } from './create';

interface UpsertParameters extends ContentParameters {
	options?: ContentParameters['options'] & { dryRun?: boolean };
}

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to only say what would be created or changed',
};

export const upsert: SeveralCalls<UpsertParameters> = {
	name: 'Create or Update',
	value: 'upsert',
	action: 'Create or update an agent',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	properties: [
		...create.properties.filter((property) => property.name !== 'options'),
		optionsOf(dryRun, ...contentSettings),
	],
	order: ({ name }) => name,
	request: create.request,
	execute: async ({ parameters, api }, creation) => {
		const wanted = creation.body ?? {};
		const agent = await findByName(api, String(wanted.name));
		const changes = changesTo(agent ?? {}, wanted);
		const changed = Object.keys(changes).map(toParameterName);
		const isDry = parameters.options?.dryRun ?? false;
		const send = async (request: ApiRequest) => (await api.send(request, anAgent)).json;
		const told = { changed, ...(isDry && { dryRun: true }) };
		if (!agent) {
			return {
				json: {
					...(isDry ? withoutSecrets(wanted) : await send(creation)),
					action: 'created',
					...told,
				},
			};
		}
		if (changed.length === 0) return { json: { ...agent, action: 'unchanged', ...told } };
		const update: ApiRequest = {
			method: 'PATCH',
			path: ['v1', 'agents', agent.id],
			body: { ...changes, ...messageOf(wanted) },
			repeatable: false,
		};
		return { json: { ...(isDry ? agent : await send(update)), action: 'updated', ...told } };
	},
};

/** How the API's filter compares names is not documented, so all that it finds are compared here. */
async function findByName(api: Api, name: string): Promise<Agent | undefined> {
	const list: ApiRequest = { method: 'GET', path: ['v1', 'agents', 'pages'], query: { name } };
	const found = await entitiesOf(api.pages(list, cursorPages, anAgent));
	const [agent, ...others] = found.filter((one) => one.name === name);
	if (others.length === 0) return agent;
	const ids = [agent, ...others].map((one) => one?.id).join(', ');
	throw new ParameterError(
		`There are ${others.length + 1} agents named "${name}": ${ids}`,
		'Give all but one of them another name, or delete them. To change a certain one use Update, with its ID.',
	);
}

const messageOf = ({ version_message }: IDataObject): IDataObject =>
	version_message ? { version_message } : {};
