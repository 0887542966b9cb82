import { crc32, deflateSync } from 'node:zlib';

/** In pixels. */
const width = 240;
const height = 160;
const horizon = 100;

const [sky, sun, sea] = [
	[255, 226, 170],
	[255, 112, 0],
	[20, 90, 140],
];

function colourAt(x: number, y: number) {
	if (y >= horizon) return sea;
	return Math.hypot(x - width / 2, y - horizon) < 60 ? sun : sky;
}

/** A part of a PNG: length, name, data and checksum. */
function part(name: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name), data]);
	const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	checksum.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, checksum]);
}

function paint(): Buffer {
	const size = Buffer.alloc(8);
	size.writeUInt32BE(width);
	size.writeUInt32BE(height, 4);
	// Eight bits each of red, green and blue.
	const header = Buffer.concat([size, Buffer.from([8, 2, 0, 0, 0])]);
	// Each row begins with the number of its filter: none.
	const rows = Array.from({ length: height }, (_row, y) => [
		0,
		...Array.from({ length: width }, (_pixel, x) => colourAt(x, y)).flat(),
	]);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		part('IHDR', header),
		part('IDAT', deflateSync(Buffer.from(rows.flat()))),
		part('IEND', Buffer.alloc(0)),
	]);
}

/** A PNG in which people see something: the sun goes down at sea. */
export const picture = paint();
