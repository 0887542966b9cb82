import { byId, completionArgs, guardrails, type ParameterSets, run, tools } from './shared';

const agentId = byId('ag_1');
const version = byId('3');
const alias = 'production';
const metadata = { team: 'support' };

const content = {
	name: 'Support',
	model: byId('mistral-small-latest'),
	instructions: 'Be brief',
	description: 'Answers customers',
	tools,
	completionArgs,
	handoffs: { values: [{ agentId: byId('ag_2') }, { agentId: byId('ag_3') }] },
};
const versionMessage = 'Briefer';
const options = { ...run, guardrails, metadata, versionMessage };

export const agentSets: ParameterSets = {
	'agent.create': { none: { name: 'Support' }, all: [{ ...content, options }] },
	'agent.upsert': {
		none: { name: 'Support' },
		all: [
			{ ...content, options: { ...options, dryRun: true } },
			// There is one of this name.
			{ ...content, name: 'Clerk', options },
		],
	},
	'agent.get': {
		none: { agentId },
		all: [
			{ agentId, options: { ...run, agentVersion: '3' } },
			{ agentId, options: { agentVersion: 'production' } },
		],
	},
	'agent.getAll': {
		none: {},
		all: [
			{
				filters: {
					deploymentChat: true,
					id: 'ag_1',
					metadata,
					name: 'Support',
					search: 'supp',
					sources: ['api', 'playground', 'agent_builder_v1'],
				},
				options: run,
			},
			{ returnAll: true, filters: { sources: 'api' } },
		],
	},
	'agent.update': {
		none: { agentId, updateFields: { description: 'Answers customers' } },
		all: [
			{
				agentId,
				updateFields: { ...content, guardrails, metadata, deploymentChat: false },
				options: { ...run, versionMessage },
			},
			{
				agentId,
				updateFields: {
					completionArgs: {},
					description: '',
					guardrails: '[]',
					handoffs: {},
					instructions: '',
					metadata: '{}',
					tools: {},
				},
			},
		],
	},
	'agent.delete': { none: { agentId }, all: [{ agentId, options: run }] },
	'version.getAll': { none: { agentId }, all: [{ agentId, returnAll: true, options: run }] },
	'version.get': { none: { agentId, version }, all: [{ agentId, version, options: run }] },
	'version.switch': { none: { agentId, version }, all: [{ agentId, version, options: run }] },
	'alias.set': {
		none: { agentId, alias, version },
		all: [{ agentId, alias, version, options: run }],
	},
	'alias.getAll': { none: { agentId }, all: [{ agentId, returnAll: true, options: run }] },
	'alias.delete': { none: { agentId, alias }, all: [{ agentId, alias, options: run }] },
};
