import type { IDataObject, ITriggerFunctions, NodeApiError } from 'n8n-workflow';

import { ask, type EventTaker } from '../shared/conversation/ask';
import type { Api } from '../shared/transport/api';
import type { Answer } from '../shared/transport/entities';
import { longestExecution } from './executionFate';
import { Given } from './given';
import { HandOver } from './handOver';
import { interruptedAnswer } from './interruptedAnswer';
import { itemsFor } from './items';
import { answered, asked, ended, failed, handedOver, type State } from './machine';
import type { Plan } from './plan';
import { marked } from './progress';

/** The answers of an activated trigger, one at a time. It works in the background, so nothing rejects. */
export class Watch {
	constructor(
		private readonly context: ITriggerFunctions,
		private readonly api: Api,
		private readonly plan: Plan,
		private state: State,
	) {}

	/** Asks for an answer, unless one is still under way. */
	async ask(): Promise<void> {
		const { context, api, plan, state } = this;
		this.state = asked(state);
		if (this.state === state) {
			const { name } = context.getNode();
			context.logger.info(`"${name}" skips a time of its schedule: an answer is still under way`);
			return;
		}
		const request = marked(plan, state.progress.token);
		const { idleTimeout } = plan.parameters.options ?? {};
		await this.giveAnswer(async (take) => await ask(api, request, { idleTimeout, take }));
	}

	/** Gives what a restart of n8n has kept from the workflow; asks for nothing. */
	async recover(): Promise<void> {
		const { api, plan, state } = this;
		await this.giveAnswer(() => interruptedAnswer(api, plan, state.progress));
	}

	/** @param getAnswer resolves to the whole answer, undefined if there is none; its events may come before */
	private async giveAnswer(
		getAnswer: (take: EventTaker) => Promise<Answer | undefined>,
	): Promise<void> {
		const given = new Given(this.state.next.given);
		const items = itemsFor(this.plan, given);
		const handOver = new HandOver(
			this.context,
			this.api.signal,
			() => {
				this.state = handedOver(this.state, given.latest());
				return this.state;
			},
			// Older versions of n8n do not tell a trigger the settings of its workflow.
			longestExecution(this.context.getWorkflowSettings?.()),
		);
		// The last items go together, so that the execution that takes them carries the end.
		const complete = (answer: Answer, last: IDataObject[] = []) => {
			if (this.state.name === 'ending') return;
			const rest = items.end(answer);
			const after = answer.outputs.at(-1)?.id;
			this.state = answered(this.state, { token: crypto.randomUUID(), after });
			handOver.add([...last, ...rest]);
		};
		try {
			const answer = await getAnswer((events, soFar) => {
				const found = events.flatMap((event) => items.take(event, soFar));
				if (soFar.hasEnded && !soFar.error) complete(soFar.response(), found);
				else handOver.add(found);
			});
			if (answer) complete(answer);
		} catch (error) {
			this.report(error as NodeApiError);
		}
		this.state = failed(this.state, given.latest());
		await handOver.end();
		this.state = ended(this.state);
	}

	/** Not by `emitError`: n8n would start the trigger anew, which would ask again. */
	private report(error: NodeApiError): void {
		if (this.api.signal.aborted) return;
		// Older versions of n8n have no list of what failed before an execution.
		if (this.context.saveFailedExecution) this.context.saveFailedExecution(error);
		else this.context.logger.error(error.message);
	}
}
