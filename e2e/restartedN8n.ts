import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startN8n, type N8n } from '../scripts/n8n/startN8n';
import type { Simulator } from '../simulator/server';
import { root } from './world';

/** A full n8n that is ended and started again, with a credential for a simulator that goes on. */
export class RestartedN8n {
	private constructor(
		private readonly folder: string,
		private readonly env: Record<string, string>,
		/** The one that runs now, or ran last. */
		public n8n: N8n,
	) {}

	/** @param env more environment variables for n8n */
	static async start({ apiKey, url: baseUrl }: Simulator, env = {}): Promise<RestartedN8n> {
		const folder = mkdtempSync(path.join(tmpdir(), 'n8n-restart-'));
		const n8n = await startN8n({ package: root, userFolder: folder, env });
		await n8n.api.setUpOwner();
		await n8n.api.createCredential('mistralAgentsApi', 'Mistral', { apiKey, baseUrl });
		return new RestartedN8n(folder, env, n8n);
	}

	/**
	 * With all that the one before it has stored.
	 *
	 * @param source the folder of another version of the package
	 */
	async startAgain(source = root): Promise<void> {
		this.n8n = await startN8n({ package: source, userFolder: this.folder, env: this.env });
		await this.n8n.api.logIn();
	}

	/** Ends it for good. */
	async close(): Promise<void> {
		await this.n8n.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
