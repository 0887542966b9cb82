/** Installs n8n before the end-to-end tests, whose runner would spoil what it has to say. */
import { ensureInstalled } from './installation/installation';

ensureInstalled().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
