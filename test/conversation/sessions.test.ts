import { describe, expect, it } from '@jest/globals';

import { conversationOf, sessionSearch } from '../../nodes/shared/conversation/sessions';

const metadata = { sessionKey: 'a' };
const none = new Set<string>();
const old = { id: 'conv_2', created_at: '2026-01-01T00:00:00Z', metadata };
const young = { id: 'conv_1', created_at: '2026-01-02T00:00:00+00:00', metadata };

describe('the conversation of a session', () => {
	it('is the oldest, in whatever order they are listed', () => {
		expect(conversationOf({ sessionKey: 'a' }, [young, old], none)).toBe(old);
		expect(conversationOf({ sessionKey: 'a' }, [old, young], none)).toBe(old);
	});

	it('is always the same one of two from the same moment', () => {
		const twin = { ...old, id: 'conv_0' };
		expect(conversationOf({ sessionKey: 'a' }, [old, twin], none)).toBe(twin);
		expect(conversationOf({ sessionKey: 'a' }, [twin, old], none)).toBe(twin);
	});

	it('is one of which the age is known before one without', () => {
		const ageless = { id: 'conv_0', metadata };
		expect(conversationOf({ sessionKey: 'a' }, [ageless, young], none)).toBe(young);
		expect(conversationOf({ sessionKey: 'a' }, [ageless], none)).toBe(ageless);
	});

	it('has the key and the agent, whatever else the list brings', () => {
		const listed = [
			{ ...old, metadata: { sessionKey: 'ab' } },
			{ ...old, metadata: null },
			{ ...old, metadata: undefined },
			{ ...old, agent_id: 'ag_1' },
			{ ...young, model: 'mistral-small-latest', agent_id: null },
		] as never[];
		expect(conversationOf({ sessionKey: 'a' }, listed, none)).toBe(listed[4]);
		expect(conversationOf({ sessionKey: 'a', agentId: 'ag_1' }, listed, none)).toBe(listed[3]);
		expect(conversationOf({ sessionKey: 'a', agentId: 'ag_2' }, listed, none)).toBeUndefined();
	});

	it('is none that is known to be deleted', () => {
		expect(conversationOf({ sessionKey: 'a' }, [old, young], new Set(['conv_2']))).toBe(young);
	});

	it('is asked for by its key alone', () => {
		expect(sessionSearch({ sessionKey: 'a', agentId: 'ag_1' }).query).toEqual({
			metadata: '{"sessionKey":"a"}',
		});
	});
});
