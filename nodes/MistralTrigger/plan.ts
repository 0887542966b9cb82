import type { IDataObject, INode } from 'n8n-workflow';

import { nodeError } from '../shared/operation/failures';
import { readParameters } from '../shared/operation/parameters';
import type { Advice } from '../shared/transport/advice';
import type { Limits } from '../shared/transport/api';
import type { ApiRequest } from '../shared/transport/apiRequest';
import { apiPath } from '../shared/transport/apiPath';
import { emissionProperties } from './emission';
import { type Mode, modeMenu, type ModeParameters, modes } from './modes';
import { type Schedule, scheduleProperties } from './schedule';

/** Everything the user set, read and checked. */
export interface Plan {
	mode: string;
	parameters: ModeParameters;
	/** Asks for the answer, as a stream. */
	request: ApiRequest;
	limits: Limits;
	/** For errors. */
	advice: Advice;
	emit: 'entry' | 'event' | 'response';
	/** Types of events to emit. */
	events: string[];
	schedule: Schedule;
}

/**
 * Reads all parameters. A trigger must do so while it is being activated: n8n evaluates no expressions
 * in the background.
 *
 * @param read gives the evaluated value of a parameter
 * @throws {NodeOperationError} for the first value that cannot be used
 */
export function readPlan(node: INode, read: (name: string) => unknown): Plan {
	try {
		return plan(read);
	} catch (error) {
		throw nodeError(node, error as Error);
	}
}

function plan(read: (name: string) => unknown): Plan {
	const { mode: value } = readParameters([modeMenu], read);
	const mode = modes.find((known) => known.value === value) as Mode;
	const parameters = readParameters(mode.properties, read) as unknown as ModeParameters;
	const request = mode.request({ ...parameters, stream: true });
	apiPath(request.path);
	const emission = readParameters(emissionProperties, read) as Pick<Plan, 'emit'> & IDataObject;
	const { maxRetries, timeout } = (parameters.options ?? {}) as Limits;
	return {
		mode: mode.value,
		parameters,
		request,
		limits: { maxRetries, timeout },
		advice: mode.advice,
		emit: emission.emit,
		events: (emission.events ?? []) as string[],
		schedule: readParameters(scheduleProperties, read) as unknown as Schedule,
	};
}
