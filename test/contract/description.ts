/** The vendor's description of the API as a judge of requests and answers. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

/** Where the description lies beside the repository, of which it is no part. */
export const descriptionFile = resolve(__dirname, '../../../shared/reference/mistral-openapi.yaml');

export interface RequestParts {
	/** Names and texts as they stand in the URL, decoded. */
	query?: Record<string, string | string[]>;
	/** Parsed JSON. */
	body?: unknown;
	/** Closes the body of start, which the description leaves open though the service refuses more. */
	strict?: boolean;
}

/** Paths are concrete and without query string. An empty list means valid. */
export interface Description {
	/** All operations, streamed ones among them. */
	operationIds(): string[];
	requestErrors(method: string, path: string, request: RequestParts): string[];
	/**
	 * Errors (400 and above) whose status the description does not have are not judged. The body of a
	 * streamed answer is the list of its events, each as `{ event, data }`.
	 */
	answerErrors(method: string, path: string, status: number, body: unknown): string[];
}

interface Parameter {
	name: string;
	in: 'query' | 'path';
	required?: boolean;
	schema?: object;
	/** A parameter whose value is JSON text. */
	content?: object;
}

interface Operation {
	operationId: string;
	parameters?: Parameter[];
	requestBody?: { content: Record<string, object> };
	responses: Record<string, { content?: Record<string, object> }>;
}

interface OpenApi {
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, object> };
}

interface Found {
	operation: Operation;
	/** JSON pointer to the operation. */
	pointer: string;
	pathValues: Record<string, string>;
}

/** What is wrong with a value by the schema at a JSON pointer. */
type Judge = (pointer: string, value: unknown) => string[];

const json = 'application/json';
const eventStream = 'text/event-stream';

/** The description, or undefined where it is absent. */
export function loadDescription(): Description | undefined {
	if (!existsSync(descriptionFile)) return undefined;
	const document = parse(readFileSync(descriptionFile, 'utf8')) as OpenApi;
	const judge = judgeBy(document);
	const judgeStrictly = judgeBy(withClosedStart(document));
	// Texts from a URL are read as the type that the schema wants.
	const judgeText = judgeBy(document, 'array');
	return {
		operationIds: () =>
			Object.values(document.paths).flatMap((operations) =>
				Object.values(operations).map(({ operationId }) => operationId),
			),
		requestErrors(method, path, { query = {}, body, strict = false }) {
			const streamed = (body as { stream?: unknown } | undefined)?.stream === true;
			const found = find(document, method, path, streamed);
			if (!found) return [`${method} ${path} is not described`];
			return [
				...parameterErrors(found, query, judge, judgeText),
				...bodyErrors(found, body, strict ? judgeStrictly : judge),
			];
		},
		answerErrors(method, path, status, body) {
			// Of the calls that can be streamed no other answer is a list.
			const streamed = Array.isArray(body) ? find(document, method, path, true) : undefined;
			const found = streamed ?? find(document, method, path, false);
			const response = found?.operation.responses[status];
			if (!found || !response) {
				return status < 400 ? [`${status} of ${method} ${path} is not described`] : [];
			}
			if (!response.content) return body === undefined ? [] : [`${status} has no body`];
			const contents = `${found.pointer}/responses/${status}/content`;
			// Bytes are not judged.
			if (!(json in response.content) && !streamed) return [];
			return Array.isArray(body) && found === streamed
				? body.flatMap((event) => judge(`${contents}/${escaped(eventStream)}/schema`, event))
				: judge(`${contents}/${escaped(json)}/schema`, body);
		},
	};
}

function withClosedStart(document: OpenApi): OpenApi {
	const closed = structuredClone(document);
	Object.assign(closed.components.schemas.ConversationRequestBase ?? {}, {
		additionalProperties: false,
	});
	return closed;
}

function judgeBy(document: OpenApi, coerceTypes: false | 'array' = false): Judge {
	const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes, logger: false });
	addFormats(ajv);
	ajv.addSchema(document, 'description');
	const compiled = new Map<string, ValidateFunction>();
	return (pointer, value) => {
		const properties = { value: { $ref: `description#${pointer}` } };
		const validate = compiled.get(pointer) ?? ajv.compile({ type: 'object', properties });
		compiled.set(pointer, validate);
		// The value sits in an object because coercion writes into what holds it.
		if (validate({ value })) return [];
		return (validate.errors ?? []).map(
			({ instancePath, message, params }) =>
				`${instancePath.replace(/^\/value/, '') || '(whole)'} ${message} ${JSON.stringify(params)}`,
		);
	};
}

/** The operation for a concrete path; streamed calls are described under the path with `#stream`. */
function find(
	document: OpenApi,
	method: string,
	path: string,
	streamed: boolean,
): Found | undefined {
	const segments = path.split('/');
	const candidates = Object.entries(document.paths).flatMap(([template, operations]) => {
		const operation = operations[method.toLowerCase()];
		const [plain = '', suffix] = template.split('#');
		const pathValues = valuesIn(plain.split('/'), segments);
		if (!operation || !pathValues || (suffix === 'stream') !== streamed) return [];
		return [
			{ operation, pathValues, pointer: `/paths/${escaped(template)}/${method.toLowerCase()}` },
		];
	});
	// `/v1/agents/pages` is also an `/v1/agents/{agent_id}`: the one with fewer parameters is meant.
	return candidates.sort((a, b) => parameterCount(a) - parameterCount(b))[0];
}

const parameterCount = ({ pathValues }: Found): number => Object.keys(pathValues).length;

function valuesIn(template: string[], segments: string[]): Record<string, string> | undefined {
	if (template.length !== segments.length) return undefined;
	const values: Record<string, string> = {};
	for (const [index, part] of template.entries()) {
		const segment = segments[index] ?? '';
		const name = /^\{(.+)\}$/.exec(part)?.[1];
		if (name) values[name] = decodeURIComponent(segment);
		else if (part !== segment) return undefined;
	}
	return values;
}

function parameterErrors(
	{ operation, pointer, pathValues }: Found,
	query: Record<string, string | string[]>,
	judge: Judge,
	judgeText: Judge,
): string[] {
	const parameters = operation.parameters ?? [];
	const known = new Set(parameters.filter((one) => one.in === 'query').map((one) => one.name));
	const unknown = Object.keys(query).filter((name) => !known.has(name));
	const errors = parameters.flatMap((parameter, index) => {
		const value = (parameter.in === 'query' ? query : pathValues)[parameter.name];
		if (value === undefined)
			return parameter.required ? [`${parameter.in} ${parameter.name} is missing`] : [];
		const at = `${pointer}/parameters/${index}`;
		const found = parameter.content
			? judge(`${at}/content/${escaped(json)}/schema`, parsed(value))
			: judgeText(`${at}/schema`, value);
		return found.map((error) => `${parameter.in} ${parameter.name}: ${error}`);
	});
	return [...unknown.map((name) => `query ${name} is not described`), ...errors];
}

/** JSON text as a value; text that is no JSON stays a text, which no such parameter allows. */
function parsed(value: string | string[]): unknown {
	try {
		return JSON.parse(String(value));
	} catch {
		return value;
	}
}

/** Bodies of other types, such as uploads, are not judged. */
function bodyErrors({ operation, pointer }: Found, body: unknown, judge: Judge): string[] {
	const { requestBody } = operation;
	if (!requestBody) return body === undefined ? [] : ['there must be no body'];
	if (!(json in requestBody.content)) return [];
	return body === undefined
		? ['the body is missing']
		: judge(`${pointer}/requestBody/content/${escaped(json)}/schema`, body);
}

/** A key as it stands in a JSON pointer inside a URI fragment. */
function escaped(key: string): string {
	return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}
