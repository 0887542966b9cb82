/** As n8n's date picker writes it, in the time zone of the workflow. */
const withoutZone = /^(\d{4}-\d\d-\d\d)(?:[T ]([\d:.]+))?$/;

/** A point in time as the API wants it (ISO 8601, UTC); undefined when the value is none. */
export function toUtc(value: unknown, timeZone: string): string | undefined {
	const [, day, time = '00:00:00'] = withoutZone.exec(String(value)) ?? [];
	const at = day ? atLocalTime(`${day}T${time}`, timeZone) : new Date(value as string);
	return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

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
