import { parse } from 'flatted';
import type { ExecutionStatus, IRunExecutionData, WorkflowExecuteMode } from 'n8n-workflow';

/** One run of a workflow, as n8n lists it. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: WorkflowExecuteMode;
	/** ISO 8601, null before the start and the end. */
	startedAt: string | null;
	stoppedAt: string | null;
}

/** One run of a workflow with its data: `data.resultData.runData['Node name']` has what the node gave. */
export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

/** An execution as n8n sends it: its data is text in the form of the package flatted. */
export type StoredExecution = ExecutionSummary & { data: string };

/** Unpacks the data of an execution; undefined when n8n has none yet. */
export function unpackedExecution(stored: StoredExecution): Execution | undefined {
	const data = parse(stored.data) as IRunExecutionData | undefined;
	return data && { ...stored, data };
}

/** Whether nothing more will come of an execution. */
export function hasEnded({ status }: ExecutionSummary): boolean {
	return ['success', 'error', 'canceled', 'crashed'].includes(status);
}
