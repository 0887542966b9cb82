/**
 * `npm run check:api -- FILE [--write]`: what there is to decide when a description of the API, YAML or JSON,
 * says something else than the facts of this project. Ends with 1 when there is something, with 2 when it
 * cannot tell. `--write` makes the description's facts those of the project.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

import { coverage, leftOut } from '../../test/contract/coverage';
import { differences } from './compare';
import { toDecide } from './decide';
import { deriveFacts, type OpenApi, operationsIn } from './derive';
import { type Facts, factsFile } from './facts';
import { allOffers } from './offers';

const requesters = (id: string) => {
	const covered = coverage[id];
	return covered && 'by' in covered ? covered.by : undefined;
};

/** The operations of a description that nobody requests, with the reason. */
function knownAndLeftOut({ paths }: OpenApi): string[] {
	return operationsIn(paths).flatMap(({ id, method, path }) => {
		const covered = coverage[id];
		const reason = covered && 'excluded' in covered ? covered.excluded : leftOut[id];
		return reason ? [`  ${method} ${path}: ${reason}`] : [];
	});
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
	const read = parse(readFileSync(file, 'utf8')) as Partial<OpenApi> | null;
	const paths = read?.paths;
	if (!paths) throw new Error(`${file} has no paths`);
	const description: OpenApi = { ...read, paths };
	const newer = deriveFacts(description, Object.keys(leftOut));
	const facts = JSON.parse(readFileSync(factsFile, 'utf8')) as Facts;
	const found = differences(facts, newer).filter(({ name }) => !leftOut[name]);
	for (const line of toDecide(found, { requesters, offers: allOffers() })) console.log(line);
	const left = ['Known and left out, with the reason:', ...knownAndLeftOut(description), ''];
	if (left.length > 2) console.log(left.join('\n'));
	const count = Object.keys(newer.operations).length;
	console.log(`${count} operations, ${found.length} differences`);
	if (!values.write) return found.length > 0 ? 1 : 0;
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
