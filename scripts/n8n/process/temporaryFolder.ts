import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onShutdown } from './shutdown';

/** A folder that this process does not leave behind. */
export interface TemporaryFolder {
	path: string;
	remove(): void;
}

/** Makes a folder, which is removed when asked to, or when this process ends. */
export function temporaryFolder(prefix: string): TemporaryFolder {
	const folder = mkdtempSync(path.join(tmpdir(), prefix));
	const removeFiles = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	const forget = onShutdown({ atOnce: removeFiles });
	return {
		path: folder,
		remove: () => {
			removeFiles();
			forget();
		},
	};
}
