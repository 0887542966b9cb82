import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { optionsOf } from '../../../shared/descriptions/options';
import { toParameterName } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';
import { ParameterError } from '../../../shared/operation/parameters';
import type { ApiRequest } from '../../../shared/transport/apiRequest';
import { cursorPages, requestPages } from '../../../shared/transport/paging';
import { apiRequest } from '../../../shared/transport/request';
import { type ContentParameters, contentSettings } from '../../agentContent';
import { changesTo } from '../../changes';
import { create } from './create';

interface UpsertParameters extends ContentParameters {
	options?: ContentParameters['options'] & { dryRun?: boolean };
}

type Send = (request: ApiRequest) => Promise<IDataObject>;

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to only say what would be created or changed',
};

export const upsert: Operation<UpsertParameters> = {
	name: 'Create or Update',
	value: 'upsert',
	action: 'Create or update an agent',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	properties: [
		...create.properties.filter((property) => property.name !== 'options'),
		optionsOf(dryRun, ...contentSettings),
	],
	inOrderOf: 'name',
	request: create.request,
	execute: async ({ context, parameters, options }, creation) => {
		const send: Send = async (request) =>
			(await apiRequest(context, request, options)) as IDataObject;
		const wanted = creation.body ?? {};
		const agent = await findByName(send, String(wanted.name));
		const changes = changesTo(agent ?? {}, wanted);
		const changed = Object.keys(changes).map(toParameterName);
		const isDry = parameters.options?.dryRun ?? false;
		const told = { changed, ...(isDry && { dryRun: true }) };
		if (!agent) {
			return { ...(isDry ? wanted : await send(creation)), action: 'created', ...told };
		}
		if (changed.length === 0) return { ...agent, action: 'unchanged', ...told };
		const update: ApiRequest = {
			method: 'PATCH',
			path: ['v1', 'agents', String(agent.id)],
			body: { ...changes, ...messageOf(wanted) },
			repeatable: false,
		};
		return { ...(isDry ? agent : await send(update)), action: 'updated', ...told };
	},
};

/** How the API's filter compares names is not documented, so all that it finds are compared here. */
async function findByName(send: Send, name: string): Promise<IDataObject | undefined> {
	const list: ApiRequest = { method: 'GET', path: ['v1', 'agents', 'pages'], query: { name } };
	const found = await requestPages(send, list, cursorPages);
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
