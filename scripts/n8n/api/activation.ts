import { poll } from '../process/poll';
import { N8nError, type Session } from './session';
import type { StoredWorkflow } from './workflow';

interface Publication {
	status: 'in_progress' | 'published' | 'partial' | 'failed' | 'not_published';
	triggers: Array<{ errorMessage: string | null }>;
}

/** In ms: n8n tries five times to start a trigger, which takes it 15 s. */
const publicationTimeout = 60_000;

/** Activates a workflow and waits until its triggers run. Throws with what a trigger failed with. */
export async function activate(session: Session, workflow: StoredWorkflow): Promise<void> {
	const { id, versionId } = workflow;
	await session.rest('POST', `/workflows/${id}/activate`, { versionId });
	const publication = await publicationOf(session, id);
	if (!publication || publication.status === 'published') return;
	const { status, triggers } = publication;
	const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
	throw new Error(`n8n could not activate workflow ${id}: ${reasons.join('; ') || status}`);
}

/** Deactivates a workflow and waits until its triggers have ended. */
export async function deactivate(session: Session, id: string): Promise<void> {
	await session.rest('POST', `/workflows/${id}/deactivate`, {});
	await publicationOf(session, id);
}

/**
 * How the change of a workflow's activation ended, which n8n makes in the background. Undefined for an
 * older n8n, which has made it when it answers.
 */
async function publicationOf(session: Session, id: string): Promise<Publication | undefined> {
	const ask = async () => {
		const publication = await session.rest<Publication>(
			'GET',
			`/workflows/${id}/publication-status`,
		);
		return publication.status === 'in_progress' ? undefined : publication;
	};
	const failure = `n8n had not started or ended the triggers of workflow ${id}`;
	try {
		return await poll(ask, { failure, timeout: publicationTimeout });
	} catch (error) {
		if (error instanceof N8nError && error.status === 404) return undefined;
		throw error;
	}
}
