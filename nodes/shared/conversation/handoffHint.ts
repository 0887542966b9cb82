import type { IExecuteFunctions } from 'n8n-workflow';

import { addHint } from '../operation/addHint';
import type { Answer } from '../transport/entities';

/** Says what an answer waits for that ends at a handoff, as it does with Handoff Execution "Client". */
export function hintAtHandoff(context: IExecuteFunctions, { outputs }: Answer): void {
	const last = outputs.at(-1);
	if (last?.type !== 'agent.handoff') return;
	const next = String(last.next_agent_name ?? last.next_agent_id ?? 'another agent');
	addHint(
		context,
		'info',
		`The answer ends with a handoff to ${next}, as Handoff Execution is "Client": Mistral has not run that agent. Decide in the workflow, and go on with Append and Input Type "JSON", or let Mistral run it with Handoff Execution "Server".`,
	);
}
