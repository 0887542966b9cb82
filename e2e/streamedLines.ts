import { type Line } from '../scripts/n8n/api/streamedLines';

export { type Line, streamedLines } from '../scripts/n8n/api/streamedLines';

const isStep = ({ content }: Line) => content?.startsWith('{') === true;

/** Pieces of the answer's text. */
export const pieces = (lines: Line[]): Line[] =>
	lines.filter((line) => line.type === 'item' && !isStep(line));

export const textOf = (lines: Line[]): string =>
	pieces(lines)
		.map(({ content }) => content)
		.join('');

/** Tools, handoffs and calls, where the option Stream Steps has them sent. */
export const stepsOf = (lines: Line[]): unknown[] =>
	lines.filter(isStep).map(({ content }) => JSON.parse(String(content)));
