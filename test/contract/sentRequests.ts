/** Requests that the nodes as built really send, run in n8n's engine against the simulator. */
import { LoadOptionsContext, PollContext } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { additionalData } from '../../scripts/engine/additionalData';
import { poll } from '../../scripts/n8n/process/poll';
import type { Answer, LoggedRequest } from '../../simulator/requestLog';
import { type Simulator, startSimulator } from '../../simulator/server';
import { activateTrigger } from '../engine/activatedTrigger';
import { inMemory } from '../engine/files';
import { credentialFor, runNode } from '../engine/workflow';
import { workflowOf } from '../engine/workflowOfNode';
import { type BuiltOperation, builtOperations, nodeOf } from './builtNodes';
import type { SentRequest } from './judge';
import { setsOf } from './parameterSets';
import { libraryId } from './parameterSets/libraries';
import { pickerSets } from './parameterSets/pickers';
import { furnish } from './world';

/** One run with one set of parameters. */
export interface Run {
	/** `resource.operation`, a picker's name or `trigger`. */
	by: string;
	set: IDataObject;
	requests: SentRequest[];
	/** Those of streams, whose body is the list of their events. */
	streams: Answer[];
	/** What the run ended with when it failed. */
	error?: string;
}

/** The operations whose parameters the trigger takes, which are its modes. */
const modes = ['start', 'append', 'restart'];

/**
 * Every operation with each of its sets, every picker, and the trigger with the sets of its modes. They run
 * side by side, because some of them wait.
 */
export async function runAll(): Promise<Run[]> {
	// Before the first run, as an operation without sets ends this, and no run may go on after that.
	const sets = [...builtOperations].map(([name, operation]) => ({
		name,
		operation,
		all: allSets(name),
	}));
	const operations = sets.flatMap(({ name, operation, all }) =>
		all.map((set) => record(name, set, (...given) => runOperation(operation, ...given))),
	);
	const pickers = Object.entries(pickerSets).map(([name, { type, parameters }]) =>
		record(name, parameters, (...given) => runPicker(type, name, ...given)),
	);
	const triggers = modes.flatMap((mode) =>
		allSets(`conversation.${mode}`).map((set) => record('trigger', { mode, ...set }, runTrigger)),
	);
	const polls = record('libraryTrigger', { libraryId }, runPoll);
	return await Promise.all([...operations, ...pickers, ...triggers, polls]);
}

function allSets(name: string): IDataObject[] {
	const { none, all } = setsOf(name);
	return [none, ...all];
}

/** What is run; gives the words it fails with. */
type Body = (simulator: Simulator, parameters: INodeParameters) => Promise<string | undefined>;

/** Each run finds a simulator as if nothing had happened before. */
async function record(by: string, set: IDataObject, body: Body): Promise<Run> {
	const streams: Answer[] = [];
	const simulator = await startSimulator({
		onAnswer: (answer) => {
			if (!Array.isArray(answer.body) || !Object(answer.requestBody).stream) return;
			// As the client gets them: without fields that are undefined.
			streams.push(JSON.parse(JSON.stringify(answer)) as Answer);
		},
	});
	try {
		const parameters = furnish(simulator)(set) as INodeParameters;
		const error = await body(simulator, parameters).catch((reason: Error) => reason.message);
		const requests = await Promise.all(simulator.requests.map(sentRequest));
		return { by, set, requests, streams, error };
	} finally {
		await simulator.close();
	}
}

/** The request of a log; of an upload its parts. */
export async function sentRequest(logged: LoggedRequest): Promise<SentRequest> {
	const { method, path, query, headers, body, rawBody } = logged;
	const type = String(headers['content-type']);
	if (!rawBody || !type.startsWith('multipart/')) return { method, path, query, body };
	const response = new Response(new Uint8Array(rawBody), { headers: { 'content-type': type } });
	return { method, path, query, body: Object.fromEntries(await response.formData()) };
}

async function runOperation(
	{ type, resource, operation }: BuiltOperation,
	simulator: Simulator,
	parameters: INodeParameters,
): Promise<string | undefined> {
	const binaries = [
		{
			data: inMemory('First'),
			file: inMemory('Second', 'b.txt'),
			page: inMemory('Third', 'c.png', 'image/png'),
			paper: inMemory('Fourth', 'd.pdf', 'application/pdf'),
		},
	];
	const { error } = await runNode(
		type,
		credentialFor(simulator),
		{ resource, operation, ...parameters },
		{ binaries },
	);
	return error && `${error.message} | ${error.description}`;
}

async function runPicker(
	type: string,
	name: string,
	simulator: Simulator,
	parameters: INodeParameters,
): Promise<string | undefined> {
	const { node, workflow } = workflowOf(type, parameters);
	const data = { ...additionalData(credentialFor(simulator)), currentNodeParameters: parameters };
	const picker = nodeOf(type).methods?.listSearch?.[name];
	const found = await picker?.call(new LoadOptionsContext(workflow, node, data, 'parameters'), 'e');
	return found ? undefined : `The node ${type} has no picker ${name}`;
}

async function runTrigger(
	simulator: Simulator,
	parameters: INodeParameters,
): Promise<string | undefined> {
	const trigger = await activateTrigger(credentialFor(simulator), parameters);
	const isAnswered = () =>
		trigger.failures.length > 0 ||
		simulator.requests.some(({ method, status }) => method === 'POST' && status !== undefined);
	await poll(() => Promise.resolve(isAnswered() || undefined), {
		failure: 'The trigger did not get an answer',
		timeout: 20_000,
		interval: 5,
	});
	await trigger.deactivate();
	return trigger.failures[0]?.message;
}

async function runPoll(
	simulator: Simulator,
	parameters: INodeParameters,
): Promise<string | undefined> {
	const type = 'mistralLibraryTrigger';
	const { node, workflow } = workflowOf(type, { ...parameters, events: ['added'] });
	const data = additionalData(credentialFor(simulator));
	await nodeOf(type).poll?.call(new PollContext(workflow, node, data, 'trigger', 'activate'));
	return undefined;
}
