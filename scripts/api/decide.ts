import { type Difference } from './compare';
import { type Offer, offering } from './offers';

/** What is known of this project when the API changes. */
export interface Project {
	/** Who requests an operation: operations, pickers, triggers; undefined for one that nobody requests. */
	requesters(operationId: string): string[] | undefined;
	/** What people can choose from. */
	offers: Offer[];
}

/** Kinds of decisions, in the order of how much they matter; each with what to do about it. */
const decisions = {
	goneOperation:
		'Operations that are gone: take out what requests them, or find what takes their place',
	moved: 'Operations at another address: request them there',
	needed: 'Requests need these now, and are refused without them: send them',
	refused: 'Requests may not have these any more, and are refused with them: send them no more',
	goneValue: 'Values that are taken no more: take them out of the options',
	reread: 'Requests that may hold something else than before: see whether what is sent still fits',
	newOperation:
		'New operations: build each (CONTRIBUTING.md, "Adding an operation"), or list it in test/contract/coverage.ts with the reason',
	newEvent:
		'New types of events: offer each in Mistral Trigger, and see what the answer is to make of it',
	newValue: 'New values: add each to the options, or leave it',
	offerable: 'Requests may have these now: offer each as a parameter, or leave it',
	answers: 'Answers have something else than before: see who reads it',
	newInAnswers:
		'Answers have these now: they are passed on where Simplify is off; simplify them too, or leave it',
};

type Decision = keyof typeof decisions;

/** The differences as what is to be decided: a heading for each kind, and a line for each difference. */
export function toDecide(found: Difference[], project: Project): string[] {
	const lines = found.flatMap((difference) => linesFor(difference, project));
	return Object.entries(decisions).flatMap(([decision, heading]) => {
		const own = lines.filter((line) => line.decision === decision);
		return own.length > 0 ? [heading, ...own.map(({ text }) => `  ${text}`), ''] : [];
	});
}

/** Values of an enum are decided apart from the rest of what is said of a field. */
function linesFor(
	difference: Difference,
	project: Project,
): Array<{ decision: Decision; text: string }> {
	const { name, lost, gained } = difference;
	if (difference.kind !== 'changed') {
		const text = `${name}: ${[...lost, ...gained].join(', ')}${usedBy(difference, project)}`;
		return [{ decision: decisionFor(difference), text }];
	}
	const rest = { ...difference, lost: lost.filter(isNoValue), gained: gained.filter(isNoValue) };
	const changes = [...rest.lost.map((one) => `- ${one}`), ...rest.gained.map((one) => `+ ${one}`)];
	const about = `${name}: ${changes.join(', ')}${usedBy(difference, project)}`;
	return [
		...valueLines(difference, project),
		...(changes.length > 0 ? [{ decision: decisionFor(rest), text: about }] : []),
	];
}

function decisionFor({ kind, place, lost, gained }: Difference): Decision {
	if (place === 'operation') {
		return ({ new: 'newOperation', gone: 'goneOperation', changed: 'moved' } as const)[kind];
	}
	if (place !== 'request') return kind === 'new' ? 'newInAnswers' : 'answers';
	if (gained.includes('required')) return 'needed';
	if (kind === 'gone') return 'refused';
	return kind === 'new' || lost.length === 0 ? 'offerable' : 'reread';
}

/** JSON of a text, as `"high"`. */
const isNoValue = (said: string) => !said.startsWith('"');

function valueLines(difference: Difference, project: Project) {
	const { name, place, was } = difference;
	const valuesOf = (all: string[]) => all.filter((said) => !isNoValue(said));
	const known = valuesOf(was).map((said) => JSON.parse(said) as string);
	const offers = offering(project.offers, known);
	const where = [...new Set(offers.map(({ parameter }) => parameter))]
		.map((parameter) => `${parameter} of ${nodesWith(parameter)}`)
		.join(', ');
	const newValue = (
		{
			event: 'newEvent',
			answer: 'newInAnswers',
			request: 'newValue',
			operation: 'newValue',
		} as const
	)[place];
	const line = (decision: Decision, said: string, does: string) => ({
		decision,
		text: `${name}: ${said} ${where ? `${does} ${where}` : `(no parameter offers these values)`}`,
	});
	return [
		...valuesOf(difference.lost).map((said) => line('goneValue', said, 'is still in')),
		...valuesOf(difference.gained).map((said) => line(newValue, said, 'is lacking in')),
	];

	function nodesWith(parameter: string): string {
		const nodes = offers.filter((offer) => offer.parameter === parameter).map(({ node }) => node);
		return [...new Set(nodes)].join(' and ');
	}
}

/** How many requesters a line names. */
const fewRequesters = 4;

function usedBy({ kind, place, operations }: Difference, { requesters }: Project): string {
	if (place === 'operation' && kind === 'new') return '';
	const all = [...new Set(operations.flatMap((id) => requesters(id) ?? []))];
	if (all.length === 0) return ' (nobody requests it)';
	const more = all.length > fewRequesters ? ` and ${all.length - fewRequesters} more` : '';
	return ` (${all.slice(0, fewRequesters).join(', ')}${more})`;
}
