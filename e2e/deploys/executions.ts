import type { IDataObject } from 'n8n-workflow';

import { type Execution, hasEnded } from '../../scripts/n8n/api/execution';
import { itemsOf, type Surroundings } from '../../scripts/n8n/examples/surroundings';
import { poll } from '../../scripts/n8n/process/poll';

/** The executions of a workflow that have ended, oldest first, once there are so many. */
export async function ended(
	{ n8n: { api } }: Surroundings,
	id: string,
	count = 1,
): Promise<Execution[]> {
	const ask = async () => {
		const summaries = (await api.executions(id)).filter(hasEnded).reverse();
		return summaries.length >= count ? summaries : undefined;
	};
	const failure = `Workflow ${id} had not run ${count} times`;
	const summaries = await poll(ask, { failure, timeout: 240_000 });
	return await Promise.all(summaries.map((one) => api.execution(one.id)));
}

/** What a node has given in the executions of a workflow that went well, once there is enough of it. */
export async function given(
	all: Surroundings,
	id: string,
	node: string,
	isEnough: (items: IDataObject[]) => boolean,
): Promise<IDataObject[]> {
	const ask = async () => {
		const executions = await ended(all, id, 0);
		const well = executions.filter(({ status }) => status === 'success');
		const items = well.flatMap((one) => itemsOf(one, node));
		return isEnough(items) ? items : undefined;
	};
	return await poll(ask, { failure: `"${node}" had not given enough`, timeout: 240_000 });
}
