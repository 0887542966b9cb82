import { alternativesOf, type Facts, type Fields, refsIn, type Shape, wordsFor } from './facts';

/** What two descriptions say differently of one thing. */
export interface Difference {
	/** An `operationId` or a shape; behind it a part and a field: `get query.page`, `Agent.name`. */
	name: string;
	kind: 'new' | 'gone' | 'changed';
	place: Place;
	/** What was said, what is said no more, and what is said now, in words: `required`, `string`, `"high"`. */
	was: string[];
	lost: string[];
	gained: string[];
	/** The operations that it is about, by `operationId`. */
	operations: string[];
}

/** For a difference in a request Mistral may refuse it; `event` is a list of the types of events. */
export type Place = 'operation' | 'request' | 'event' | 'answer';

/** What is said of one operation, part of it, shape or field. */
interface Statement {
	says: string[];
	place: Place;
	operations: string[];
}

/** What differs between two sets of facts. Operations and shapes that only one of them has are one difference each. */
export function differences(known: Facts, newer: Facts): Difference[] {
	const before = statementsOf(known, newer);
	const after = statementsOf(newer, known);
	const names = [...new Set([...before.keys(), ...after.keys()])].sort();
	return names.flatMap((name) => {
		const [one, other] = [before.get(name), after.get(name)];
		const { says: was = [] } = one ?? {};
		const { says: is = [] } = other ?? {};
		const lost = was.filter((said) => !is.includes(said));
		const gained = is.filter((said) => !was.includes(said));
		const { place, operations } = { ...one, ...other } as Statement;
		const kind = !one ? 'new' : !other ? 'gone' : 'changed';
		if (lost.length + gained.length === 0) return [];
		return [{ name, kind, place, was, lost, gained, operations } as const];
	});
}

function statementsOf(facts: Facts, others: Facts): Map<string, Statement> {
	const statements = new Map<string, Statement>();
	const lists = eventLists(facts);
	for (const [id, { method, path, query, body, events, answer }] of Object.entries(
		facts.operations,
	)) {
		const about = (place: Place) => ({ place, operations: [id] });
		statements.set(id, { says: [`${method} ${path}`], ...about('operation') });
		if (!others.operations[id]) continue;
		if (query) addFields(`${id} query`, query, about('request'));
		if (body) add(`${id} body`, body, about('request'));
		if (events) add(`${id} events`, events, about('answer'));
		if (answer) add(`${id} answer`, answer, about('answer'));
	}
	const uses = usesOf(facts);
	for (const [name, shape] of Object.entries(facts.shapes)) {
		const about = uses.get(name) ?? { place: 'answer', operations: [] };
		if (others.shapes[name]) add(name, shape, about);
		else statements.set(name, { says: [wordsFor(shape)], ...about });
	}
	return statements;

	function add(
		name: string,
		shape: Shape,
		about: Omit<Statement, 'says'>,
		presence: string[] = [],
	): void {
		if (typeof shape === 'object' && 'fields' in shape && Object.keys(shape.fields).length > 0) {
			if (presence.length > 0) statements.set(name, { says: presence, ...about });
			addFields(name, shape, about);
		} else {
			const { place, operations } = about;
			statements.set(name, {
				says: [...presence, ...saidOf(shape)],
				place: lists.includes(name) ? 'event' : place,
				operations,
			});
		}
	}

	function addFields(
		name: string,
		{ fields, required = [], others: rest }: Fields,
		about: Omit<Statement, 'says'>,
	): void {
		for (const [field, shape] of Object.entries(fields)) {
			const presence = required.includes(field) ? 'required' : 'optional';
			add(`${name}.${field}`, shape, about, [presence]);
		}
		if (rest) add(`${name}.…`, rest, about);
	}
}

/** Where the types of events are listed: the field `event` of what a stream brings, or what that refers to. */
function eventLists({ operations, shapes }: Facts): string[] {
	return Object.values(operations).flatMap(({ events }) => {
		if (typeof events !== 'object' || !('ref' in events)) return [];
		const shape = shapes[events.ref];
		const type = typeof shape === 'object' && 'fields' in shape ? shape.fields.event : undefined;
		return typeof type === 'object' && 'ref' in type ? [type.ref] : [`${events.ref}.event`];
	});
}

/** Each thing that a value may be; of a list, each thing that may be in it. */
function saidOf(shape: Shape): string[] {
	if (Array.isArray(shape)) return shape.flatMap(saidOf);
	if (typeof shape === 'object' && 'list' in shape) {
		return saidOf(shape.list).map((one) => `list of ${one}`);
	}
	return alternativesOf(shape);
}

/** Which operations each shape belongs to: those that send it, or else those that are answered with it. */
function usesOf(facts: Facts): Map<string, Omit<Statement, 'says'>> {
	const uses = new Map<string, { place: Place; operations: string[] }>();
	const note = (place: Place, id: string, shapes: Array<Shape | undefined>) => {
		for (const name of refsIn(
			facts,
			shapes.filter((one) => one !== undefined),
		)) {
			const use = uses.get(name) ?? { place, operations: [] };
			if (use.place === place) use.operations.push(id);
			uses.set(name, use);
		}
	};
	const operations = Object.entries(facts.operations);
	for (const [id, { query, body }] of operations) note('request', id, [query, body]);
	for (const [id, { events, answer }] of operations) note('answer', id, [events, answer]);
	return uses;
}
