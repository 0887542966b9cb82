import { expect, test } from '@jest/globals';
import { Mistral } from '@mistralai/mistralai';

import { useSimulator } from './useSimulator';

const session = useSimulator();

test('the official SDK makes every live call about agents', async () => {
	const { url, apiKey } = session.simulator;
	const { agents, conversations } = new Mistral({ apiKey, serverURL: url }).beta;
	const { id: agentId, completionArgs } = await agents.create({
		name: 'Clerk',
		model: 'mistral-medium-latest',
		instructions: 'One',
		tools: [
			{ type: 'web_search', toolConfiguration: { requiresConfirmation: ['web_search'] } },
			{ type: 'function', function: { name: 'f', parameters: {} } },
		],
		completionArgs: { topP: 0.5 },
		guardrails: [{ moderationLlmV2: { action: 'block' } }],
		metadata: { team: 'a' },
		versionMessage: 'First',
	});
	expect(completionArgs).toMatchObject({ topP: 0.5, toolChoice: 'auto' });

	const updateAgentRequest = { instructions: 'Two', deploymentChat: true };
	expect(await agents.update({ agentId, updateAgentRequest })).toMatchObject({
		version: 1,
		versions: [0, 1],
		deploymentChat: true,
	});
	const pages = await agents.listPages({ name: 'Clerk', deploymentChat: true, sources: ['api'] });
	expect(pages.result.data).toMatchObject([{ id: agentId, metadata: { team: 'a' } }]);

	expect(await agents.createVersionAlias({ agentId, alias: 'old', version: 0 })).toMatchObject({
		alias: 'old',
		version: 0,
	});
	expect(await agents.listVersionAliases({ agentId })).toHaveLength(1);
	expect(await agents.get({ agentId, agentVersion: 'old' })).toMatchObject({
		instructions: 'One',
		versionMessage: 'First',
	});
	expect(await conversations.start({ agentId, agentVersion: 'old', inputs: 'f' })).toMatchObject({
		outputs: [{ type: 'function.call' }],
	});
	await agents.deleteVersionAlias({ agentId, alias: 'old' });
	expect(await agents.listVersionAliases({ agentId })).toEqual([]);

	expect(await agents.listVersions({ agentId, pageSize: 1 })).toMatchObject([{ version: 1 }]);
	expect(await agents.getVersion({ agentId, version: '0' })).toMatchObject({ version: 0 });
	expect(await agents.updateVersion({ agentId, version: 0 })).toMatchObject({
		version: 0,
		instructions: 'One',
	});
	await agents.delete({ agentId });
	await expect(agents.get({ agentId })).rejects.toMatchObject({ statusCode: 404 });
});
