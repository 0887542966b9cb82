/** A value that the user has to change; `message` names the parameter, `description` says what to do. */
export class ParameterError extends Error {
	constructor(
		message: string,
		readonly description = 'Change the value, or the expression that gives it for this item.',
	) {
		super(message);
	}
}

/** A value as errors show it. */
export function shortened(value: unknown): string {
	const isNumber = typeof value === 'number' || typeof value === 'bigint';
	const text = isNumber ? String(value) : (JSON.stringify(value) ?? `a ${typeof value}`);
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
