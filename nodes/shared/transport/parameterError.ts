/** A value that the user has to change; `message` names the parameter, `description` says what to do. */
export class ParameterError extends Error {
	constructor(
		message: string,
		readonly description = 'Change the value, or the expression that gives it for this item.',
	) {
		super(message);
	}
}
