import type { Trial } from './tryVersion';

/** What was tried in rows, the versions in columns; below it, what happened where something was not ok. */
export function tableOf(trials: Trial[]): string {
	const tried = [...new Set(trials.flatMap(({ outcomes }) => [...outcomes.keys()]))];
	const cell = ({ outcomes }: Trial, name: string) =>
		!outcomes.has(name) ? 'not tried' : outcomes.get(name) === undefined ? 'ok' : 'FAILED';
	const rows = [
		['', ...trials.map(({ version }) => `n8n ${version}`)],
		...tried.map((name) => [name, ...trials.map((trial) => cell(trial, name))]),
	];
	const widths = rows[0]?.map((_, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	const lines = rows.map((row) =>
		row
			.map((text, column) => text.padEnd(widths?.[column] ?? 0))
			.join(' | ')
			.trimEnd(),
	);
	const problems = trials.flatMap(({ version, outcomes }) =>
		[...outcomes].flatMap(([name, problem]) =>
			problem ? [`n8n ${version}, ${name}: ${problem}`] : [],
		),
	);
	return [...lines, '', ...problems].join('\n').trimEnd();
}
