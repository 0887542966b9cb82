import type { IDataObject, ITriggerFunctions, NodeApiError } from 'n8n-workflow';

import { ask, type EventTaker } from '../shared/conversation/ask';
import type { Api } from '../shared/transport/api';
import type { Answer } from '../shared/transport/entities';
import { Given } from './given';
import { HandOver } from './handOver';
import { interruptedAnswer } from './interruptedAnswer';
import { type Items, itemsFor } from './items';
import type { Plan } from './plan';
import { marked, type Progress } from './progress';

type Give = (items: IDataObject[]) => void;

/** The answers of an activated trigger, one at a time. It works in the background, so nothing rejects. */
export class Watch {
	private isBusy = false;

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly api: Api,
		private readonly plan: Plan,
		private progress: Progress,
	) {}

	/** Asks for an answer, unless one is still under way. */
	async ask(): Promise<void> {
		const { context, api, plan, progress } = this;
		if (this.isBusy) {
			const { name } = context.getNode();
			context.logger.info(`"${name}" skips a time of its schedule: an answer is still under way`);
			return;
		}
		const request = marked(plan, progress.token);
		const { idleTimeout } = plan.parameters.options ?? {};
		await this.giveAnswer(
			[],
			async (items, give) => await ask(api, request, { idleTimeout, take: giving(items, give) }),
		);
	}

	/** Gives what a restart of n8n has kept from the workflow; asks for nothing. */
	async recover(): Promise<void> {
		const { api, plan, progress } = this;
		await this.giveAnswer(progress.given, () => interruptedAnswer(api, plan, progress));
	}

	/**
	 * @param given what the workflow has of the answer already
	 * @param getAnswer resolves to the whole answer, undefined if there is none; may give parts before
	 */
	private async giveAnswer(
		given: Progress['given'],
		getAnswer: (items: Items, give: Give) => Promise<Answer | undefined>,
	): Promise<void> {
		this.isBusy = true;
		const noted = new Given(given);
		const items = itemsFor(this.plan, noted);
		let next: Progress | undefined;
		const handOver = new HandOver(
			this.context,
			this.api.signal,
			() => next ?? { ...this.progress, given: noted.latest() },
		);
		try {
			const answer = await getAnswer(items, (found) => handOver.add(found));
			if (answer) {
				const after = answer.outputs.at(-1)?.id;
				next = { token: crypto.randomUUID(), after, given: [] };
				handOver.add(items.end(answer));
			}
		} catch (error) {
			this.report(error as NodeApiError);
		}
		await handOver.end();
		// What no execution has carried is not known after a restart.
		this.progress = handOver.carried ?? this.progress;
		this.isBusy = false;
	}

	/** Not by `emitError`: n8n would start the trigger anew, which would ask again. */
	private report(error: NodeApiError): void {
		if (this.api.signal.aborted) return;
		// Older versions of n8n have no list of what failed before an execution.
		if (this.context.saveFailedExecution) this.context.saveFailedExecution(error);
		else this.context.logger.error(error.message);
	}
}

/** Gives the items of an answer's events as they come. */
export const giving =
	(items: Items, give: Give): EventTaker =>
	(events, answer) => {
		give(events.flatMap((event) => items.take(event, answer)));
	};
