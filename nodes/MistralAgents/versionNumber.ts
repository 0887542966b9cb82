import { ParameterError, shortened } from '../shared/transport/parameterError';

/** The number of a version, where the API takes no alias. */
export function versionNumber(version: string): number {
	if (/^\d+$/.test(version)) return Number(version);
	throw new ParameterError(
		`The parameter "Version" must be the number of a version, but is ${shortened(version)}`,
		'Choose the version from the list. The number behind an alias is in the output of Alias: Get Many.',
	);
}
