/** ISO 8601, as n8n's date picker, its DateTime and APIs write it: a day, mostly with a time, then also a zone. */
const isoTime =
	/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * A point in time as the API wants it (ISO 8601, UTC); undefined when the value is none. Numbers are none:
 * nobody can tell seconds from milliseconds.
 *
 * @param value ISO 8601, or what n8n's expressions give: a Date, or a DateTime of Luxon
 * @param timeZone in which a time without a zone is meant
 */
export function toUtc(value: unknown, timeZone: string): string | undefined {
	const [, day, time = '00:00:00', zone] = isoTime.exec(textOf(value)) ?? [];
	if (!day || !isDay(day)) return undefined;
	const local = `${day}T${time}`;
	const at = zone ? new Date(local + withMinutes(zone)) : atLocalTime(local, timeZone);
	return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Both kinds of objects write themselves as ISO 8601 into JSON, or as null when they are invalid. */
function textOf(value: unknown): string {
	const isTime = typeof value === 'object' && value !== null && 'toJSON' in value;
	const written =
		isTime && typeof value.toJSON === 'function' ? (value.toJSON() as unknown) : value;
	return typeof written === 'string' ? written.trim() : '';
}

/** JavaScript takes 30 February for 2 March. */
function isDay(day: string): boolean {
	const midnight = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** JavaScript wants `+02:00`. */
const withMinutes = (zone: string) =>
	zone.replace(/^([+-]\d\d):?(\d\d)?$/, '$1:$2').replace(/:$/, ':00');

function atLocalTime(local: string, timeZone: string): Date {
	const asUtc = Date.parse(`${local}Z`);
	if (Number.isNaN(asUtc)) return new Date(NaN);
	// What clocks show at that moment, then at the one it leads to: an hour may be changed in between.
	const first = asUtc - offsetAt(asUtc, timeZone);
	return new Date(asUtc - offsetAt(first, timeZone));
}

/** How far local clocks are ahead of UTC, in ms. */
function offsetAt(moment: number, timeZone: string): number {
	const shown = new Date(moment).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T');
	return Date.parse(`${shown}Z`) - Math.floor(moment / 1000) * 1000;
}
