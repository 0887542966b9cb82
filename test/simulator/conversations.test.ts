import { describe, expect, test } from '@jest/globals';

import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call, start, append } = session;

interface Listed {
	id: string;
}

describe('a conversation', () => {
	test('is kept with both turns and the same id', async () => {
		const first = await start('My name is Ada.');
		const second = await append(first.conversation_id, 'What is my name?');
		expect(second.conversation_id).toBe(first.conversation_id);
		const { body } = await call('GET', `/v1/conversations/${first.conversation_id}/history`);
		expect(body).toMatchObject({
			object: 'conversation.history',
			conversation_id: first.conversation_id,
			entries: [
				{ type: 'message.input', role: 'user', content: 'My name is Ada.', object: 'entry' },
				first.outputs[0],
				{ type: 'message.input', role: 'user', content: 'What is my name?' },
				second.outputs[0],
			],
		});
	});

	test('shows messages without calls and tool uses', async () => {
		const { conversation_id } = await start('Count', { tools: [{ type: 'code_interpreter' }] });
		const { body } = await call('GET', `/v1/conversations/${conversation_id}/messages`);
		expect(body).toMatchObject({
			object: 'conversation.messages',
			messages: [{ type: 'message.input' }, { type: 'message.output' }, { type: 'message.output' }],
		});
	});

	test('with a model tells its settings', async () => {
		const settings = {
			instructions: 'Be brief',
			tools: [{ type: 'web_search' }],
			name: 'Test',
			description: 'A test',
			metadata: { team: 'a' },
		};
		const { conversation_id } = await start('hello', {
			...settings,
			completion_args: { temperature: 0.2 },
		});
		const { body } = await call('GET', `/v1/conversations/${conversation_id}`);
		expect(body).toMatchObject({
			...settings,
			object: 'conversation',
			id: conversation_id,
			model: 'mistral-medium-latest',
			completion_args: { temperature: 0.2, tool_choice: 'auto' },
		});
	});

	test('takes entries without a type, and several messages at once', async () => {
		const { outputs } = await start([
			{ role: 'user', content: 'One' },
			{ role: 'assistant', content: 'Noted.' },
			{ role: 'user', content: [{ type: 'text', text: 'Two' }] },
		]);
		expect(outputs).toMatchObject([
			{ content: 'You said: “Two”. This is turn 2; before that you said: “One”.' },
		]);
	});

	test('is gone once deleted', async () => {
		const { conversation_id } = await start('hello');
		const path = `/v1/conversations/${conversation_id}`;
		expect(await call('DELETE', path)).toMatchObject({ status: 204, body: '' });
		for (const gone of [
			await call('GET', path),
			await call('GET', `${path}/history`),
			await call('GET', `${path}/messages`),
			await call('DELETE', path),
			await call('POST', path, { inputs: 'hello?' }),
		]) {
			expect(gone).toMatchObject({
				status: 404,
				body: { message: `Conversation with id ${conversation_id} was not found.` },
			});
		}
	});

	test('is not kept when it was started with store false', async () => {
		const { conversation_id } = await start('hello', { store: false });
		const path = `/v1/conversations/${conversation_id}`;
		expect((await call('GET', path)).status).toBe(404);
		expect((await call('POST', path, { inputs: 'hello?' })).status).toBe(404);
	});

	test('stays as it was when appended to with store false', async () => {
		const { conversation_id } = await start('hello');
		await append(conversation_id, 'off the record', { store: false });
		const { body } = await call('GET', `/v1/conversations/${conversation_id}/history`);
		expect(body).toMatchObject({ entries: [{ content: 'hello' }, { type: 'message.output' }] });
	});
});

describe('a restart', () => {
	test('makes a new conversation with everything up to and including the entry', async () => {
		const first = await start('One', { name: 'Counting', metadata: { kept: true } });
		await append(first.conversation_id, 'Two');
		const { status, body } = await call<{ conversation_id: string; outputs: unknown[] }>(
			'POST',
			`/v1/conversations/${first.conversation_id}/restart`,
			{ from_entry_id: first.outputs[0]?.id, inputs: 'Three' },
		);
		expect(status).toBe(200);
		expect(body.conversation_id).not.toBe(first.conversation_id);
		expect(body.outputs).toMatchObject([
			{ content: 'You said: “Three”. This is turn 2; before that you said: “One”.' },
		]);
		const path = `/v1/conversations/${body.conversation_id}`;
		expect((await call('GET', path)).body).toMatchObject({
			name: 'Counting',
			metadata: { kept: true },
		});
		expect((await call('GET', `${path}/history`)).body).toMatchObject({
			entries: [{ content: 'One' }, first.outputs[0], { content: 'Three' }, body.outputs[0]],
		});
	});

	test('without inputs answers anew', async () => {
		const first = await start('One');
		await append(first.conversation_id, 'Two');
		const path = `/v1/conversations/${first.conversation_id}`;
		const { body: history } = await call<{ entries: Listed[] }>('GET', `${path}/history`);
		const { body } = await call('POST', `${path}/restart`, {
			from_entry_id: history.entries[2]?.id,
		});
		expect(body).toMatchObject({ outputs: [{ content: expect.stringContaining('“Two”') }] });
	});
});

describe('the list of conversations', () => {
	test('is a bare array, newest first, in pages of 100 unless told otherwise', async () => {
		const { state } = session.simulator;
		const ids = Array.from({ length: 120 }, () => state.add(state.newConversation()).id);
		ids.reverse();
		const list = async (query: string) => {
			const { body } = await call<Listed[]>('GET', `/v1/conversations${query}`);
			return body.map(({ id }) => id);
		};
		expect(await list('')).toEqual(ids.slice(0, 100));
		expect(await list('?page=1')).toEqual(ids.slice(100));
		expect(await list('?page=3&page_size=7')).toEqual(ids.slice(21, 28));
		expect(await list('?page=9')).toEqual([]);
	});

	test('holds conversations with models and with agents', async () => {
		const { state } = session.simulator;
		const agent = state.agents.list()[0];
		await start('hello');
		await start('hello', { agent_id: agent?.id });
		const { body } = await call('GET', '/v1/conversations');
		expect(body).toMatchObject([
			{ agent_id: agent?.id, agent_version: agent?.version },
			{ model: 'mistral-medium-latest' },
		]);
	});

	test('is filtered by metadata that conversations must have', async () => {
		const both = await start('hello', { metadata: { team: 'a', urgent: true } });
		await start('hello', { metadata: { team: 'b' } });
		await start('hello');
		const filter = encodeURIComponent(JSON.stringify({ team: 'a' }));
		const { body } = await call('GET', `/v1/conversations?metadata=${filter}`);
		expect(body).toMatchObject([{ id: both.conversation_id }]);
	});
});

describe('with the exact metadata filter', () => {
	const exact = useSimulator({ metadataFilter: 'exact' });

	test('further metadata rules a conversation out', async () => {
		await exact.start('hello', { metadata: { team: 'a', urgent: true } });
		const only = await exact.start('hello', { metadata: { team: 'a' } });
		const filter = encodeURIComponent(JSON.stringify({ team: 'a' }));
		const { body } = await exact.call('GET', `/v1/conversations?metadata=${filter}`);
		expect(body).toMatchObject([{ id: only.conversation_id }]);
		expect(body).toHaveLength(1);
	});
});

describe('in another run', () => {
	const other = useSimulator();

	test('the same requests get the same ids', async () => {
		const one = await start('hello');
		const same = await other.start('hello');
		expect(one.conversation_id).toMatch(/^conv_[0-9a-f]{32}$/);
		expect(one.outputs[0]?.id).toMatch(/^msg_[0-9a-f]{32}$/);
		expect(same.conversation_id).toBe(one.conversation_id);
		expect(same.outputs[0]?.id).toBe(one.outputs[0]?.id);
	});
});
