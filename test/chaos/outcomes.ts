import type { IDataObject } from 'n8n-workflow';

import type { NodeRun } from '../engine/workflow';

/** What a run of one item says of its failure, be it as an item or as an error; undefined without one. */
export function failureIn({ outputs, error }: NodeRun): IDataObject | undefined {
	if (error) {
		const { context = {} } = error as { context?: IDataObject };
		return {
			error: error.message,
			description: error.description,
			httpCode: error.httpCode,
			...context,
		};
	}
	return outputs[0]?.find((item) => item.error !== undefined);
}

const machineWords = [
	'Cannot read',
	'undefined',
	'not iterable',
	'[object Object]',
	'not a function',
];

export const soundsLikeAMachine = ({ error, description }: IDataObject): boolean =>
	machineWords.some((words) =>
		`${String(error)} ${description ? String(description) : ''}`.includes(words),
	);
