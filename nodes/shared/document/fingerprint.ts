import { sha256Of } from './sha256';

/** A value as JSON, whatever the order in which its fields were set. */
export const canonical = (value: unknown): string =>
	JSON.stringify(value, (_, inner: unknown) =>
		inner && typeof inner === 'object' && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
			: inner,
	);

/** Of what would be done where, whatever the order: 64 hexadecimal digits. */
export const fingerprintOf = (where: string[], what: unknown[]) =>
	sha256Of(canonical([where, what.map(canonical).sort()]));
