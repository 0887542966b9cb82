import { describe, expect, it } from '@jest/globals';

import { byId } from '../contract/parameterSets/shared';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();

async function askReceptionist(handoffExecution: string, stream: boolean) {
	const agents = session.simulator.state.agents.list();
	const receptionist = agents.find(({ name }) => name === 'Receptionist');
	const { run, outputs } = await runConversations(credentialFor(session.simulator), {
		operation: 'start',
		target: 'agent',
		agentId: byId(String(receptionist?.id)),
		text: 'Please hand over to somebody who knows the news',
		stream,
		options: { handoffExecution },
	});
	const [{ hints = [] } = {}] = run.data.resultData.runData.Mistral ?? [];
	return { item: outputs[0]?.[0] ?? {}, hints };
}

const handoff = {
	type: 'agent.handoff',
	previous_agent_name: 'Receptionist',
	next_agent_name: 'Web researcher',
};

describe.each([true, false])('a handoff (stream: %s)', (stream) => {
	it('that Mistral carries out is in the output, with the answer of the next agent', async () => {
		const { item, hints } = await askReceptionist('server', stream);
		expect(item).toMatchObject({ status: 'completed', handoffs: [handoff] });
		expect(item.text).not.toBe('');
		expect(hints).toEqual([]);
	});

	it('that is left to the client ends the answer, and a hint says what it waits for', async () => {
		const { item, hints } = await askReceptionist('client', stream);
		expect(item).toMatchObject({ status: 'completed', text: '', handoffs: [handoff] });
		expect(hints).toMatchObject([
			{ message: expect.stringContaining('a handoff to Web researcher') },
		]);
	});
});
