import type { INodeProperties } from 'n8n-workflow';

import { ParameterError, shortened } from '../shared/transport/parameterError';

export const alias: INodeProperties = {
	displayName: 'Alias',
	name: 'alias',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. production',
};

/** The same as in the vendor's description. */
const allowed = /^[a-z]([a-z0-9_-]*[a-z0-9])?$/;
const longest = 64;

export function checkedAlias(text: string): string {
	if (allowed.test(text) && text.length <= longest) return text;
	throw new ParameterError(
		`The parameter "Alias" must be 1 to ${longest} lower-case letters, digits, "_" and "-", but is ${shortened(text)}`,
		'It begins with a letter and ends in a letter or digit.',
	);
}
