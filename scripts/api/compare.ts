import { alternativesOf, type Facts, type Fields, type Shape } from './facts';

/** What is to be said about each operation, query parameter, field and event, by a name that people can find. */
type Statements = Map<string, string[]>;

/**
 * What differs between two sets of facts, one line for each.
 *
 * @param use says for an `operationId` what the project does with it, undefined for one it does not know
 */
export function differences(
	known: Facts,
	newer: Facts,
	use: (operationId: string) => string | undefined,
): string[] {
	const before = statementsOf(known);
	const after = statementsOf(newer);
	const names = [...new Set([...before.keys(), ...after.keys()])].sort();
	return names.flatMap((name) => {
		const was = before.get(name);
		const is = after.get(name);
		const [id = ''] = name.split(' ');
		const isOperation = name === id && (id in known.operations || id in newer.operations);
		if (was && is) {
			const lost = was.filter((one) => !is.includes(one));
			const gained = is.filter((one) => !was.includes(one));
			const changes = [...lost.map((one) => `- ${one}`), ...gained.map((one) => `+ ${one}`)];
			return changes.length > 0 ? [`changed  ${name}: ${changes.join(', ')}`] : [];
		}
		const notes = isOperation ? ` (${use(id) ?? 'not in the list of what is covered'})` : '';
		return is
			? [`new      ${name}: ${is.join(', ')}${notes}`]
			: [`gone     ${name}: ${was?.join(', ')}${notes}`];
	});
}

function statementsOf({ operations, shapes }: Facts): Statements {
	const statements: Statements = new Map();
	for (const [id, { method, path, query, body, events }] of Object.entries(operations)) {
		statements.set(id, [`${method} ${path}`]);
		if (query) addFields(`${id} query`, query);
		if (body) add(`${id} body`, body);
		if (events) add(`${id} events`, events);
	}
	for (const [name, shape] of Object.entries(shapes)) add(name, shape);
	return statements;

	function add(name: string, shape: Shape, presence: string[] = []): void {
		if (typeof shape === 'object' && 'fields' in shape && Object.keys(shape.fields).length > 0) {
			if (presence.length > 0) statements.set(name, presence);
			addFields(name, shape);
		} else {
			statements.set(name, [...presence, ...alternativesOf(shape)]);
		}
	}

	function addFields(name: string, { fields, required = [], others }: Fields): void {
		for (const [field, shape] of Object.entries(fields)) {
			add(`${name}.${field}`, shape, [required.includes(field) ? 'required' : 'optional']);
		}
		if (others) add(`${name}.…`, others);
	}
}
