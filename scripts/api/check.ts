/**
 * `npm run check:api -- FILE [--write]`: what a description of the API, YAML or JSON, has that the facts of
 * this project do not have, and the other way round. Ends with 1 when they differ, with 2 when it cannot tell.
 * `--write` makes the description's facts those of the project.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

import { coverage } from '../../test/contract/coverage';
import { differences } from './compare';
import { deriveFacts, type OpenApi } from './derive';
import { type Facts, factsFile } from './facts';

/** What the project does with an operation of the API. */
function useOf(operationId: string): string | undefined {
	const covered = coverage[operationId];
	if (!covered) return undefined;
	return 'by' in covered
		? `requested by ${covered.by.join(', ')}`
		: `excluded: ${covered.excluded}`;
}

async function write(facts: Facts): Promise<void> {
	const settings = await resolveConfig(factsFile);
	writeFileSync(factsFile, await format(JSON.stringify(facts), { ...settings, parser: 'json' }));
}

async function check(): Promise<number> {
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: { write: { type: 'boolean', default: false } },
	});
	const [file] = positionals;
	if (!file) throw new Error('Name the file of a description: npm run check:api -- FILE');
	const description = parse(readFileSync(file, 'utf8')) as Partial<OpenApi> | null;
	const paths = description?.paths;
	if (!paths) throw new Error(`${file} has no paths`);
	const newer = deriveFacts({ ...description, paths });
	const known = JSON.parse(readFileSync(factsFile, 'utf8')) as Facts;
	const lines = differences(known, newer, useOf);
	for (const line of lines) console.log(line);
	const count = Object.keys(newer.operations).length;
	console.log(`${count} operations, ${lines.length} differences`);
	if (!values.write) return lines.length > 0 ? 1 : 0;
	await write(newer);
	return 0;
}

check().then(
	(code) => (process.exitCode = code),
	(error: Error) => {
		console.error(error.message);
		process.exitCode = 2;
	},
);
