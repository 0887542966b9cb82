import { afterEach } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { poll } from '../../scripts/n8n/process/poll';
import type { Session } from '../simulator/useSimulator';
import { activateTrigger, type ActivatedTrigger, type Activation } from './activatedTrigger';
import { credentialFor } from './workflow';

/** Activates triggers that talk to the session's simulator, and deactivates them after each test. */
export function useTrigger(session: Session) {
	const active: ActivatedTrigger[] = [];
	afterEach(async () => {
		await Promise.all(active.splice(0).map(async (one) => await one.deactivate()));
	});
	const requestsTo = (method: string, path: string | RegExp) =>
		session.simulator.requests.filter(
			(request) => request.method === method && request.path.match(path) !== null,
		);
	return {
		activate: async (parameters: INodeParameters = {}, activation?: Activation) => {
			const trigger = await activateTrigger(
				credentialFor(session.simulator),
				parameters,
				activation,
			);
			active.push(trigger);
			return trigger;
		},
		until: async (isAsWanted: () => boolean, timeout = 20_000) => {
			await poll(() => Promise.resolve(isAsWanted() || undefined), {
				failure: 'The trigger had not done as wanted',
				timeout,
				interval: 10,
			});
		},
		requestsTo,
		/** Requests for an answer. */
		asked: () => requestsTo('POST', /^\/v1\/conversations/),
		/** Ids of all outputs in the histories, in order. */
		outputIds: () =>
			[...session.simulator.state.conversations.values()].flatMap(({ entries }) =>
				entries.filter(({ type }) => type !== 'message.input').map(({ id }) => id),
			),
	};
}

export const idsIn = (executions: IDataObject[][]) => executions.flat().map(({ id }) => id);
