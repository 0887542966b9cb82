import { eventReader, type StreamEvent } from '../../nodes/shared/streaming/events';

/** Events read from bytes that arrive in the given pieces, up to one that was not understood. */
export function readInPieces(bytes: Uint8Array, sizes: number[]): StreamEvent[] {
	const reader = eventReader();
	const events: StreamEvent[] = [];
	let at = 0;
	for (let turn = 0; at < bytes.length; turn++) {
		const size = sizes[turn % sizes.length] ?? bytes.length;
		const { events: read, isBroken } = reader.read(bytes.subarray(at, at + size));
		events.push(...read);
		if (isBroken) return events;
		at += size;
	}
	return [...events, ...reader.end()];
}
