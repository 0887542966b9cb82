import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { identityOf, unpacked } from './packedPackage';

/**
 * Puts a package where n8n puts the community packages that it installs, and into their list. n8n loads
 * all that it finds there; its database only feeds the page Settings, Community nodes.
 *
 * @param source the package's folder, built; or a tarball of it
 * @param userFolder n8n's user folder, N8N_USER_FOLDER
 * @returns the folder that n8n loads the package from
 */
export function layOut(source: string, userFolder: string): string {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const packed = unpacked(source);
	try {
		const { name, version } = identityOf(packed.folder);
		const folder = path.join(nodes, 'node_modules', name);
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(path.dirname(folder), { recursive: true });
		cpSync(packed.folder, folder, { recursive: true });
		const list = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
		writeFileSync(path.join(nodes, 'package.json'), JSON.stringify(list, null, 2));
		return folder;
	} finally {
		packed.remove();
	}
}
