import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { temporaryFolder } from '../process/temporaryFolder';

/** This package as it would be published. */
export interface PackedPackage {
	/** The folder that the tarball unpacks to: package.json, dist and so on. */
	folder: string;
	/** Removes the folder. */
	remove(): void;
}

/**
 * What `npm pack` puts into the tarball of a package, unpacked into a temporary folder.
 *
 * @param source the package's folder, built; or a tarball of it
 */
export function unpacked(source: string): PackedPackage {
	const temporary = temporaryFolder('packed-');
	try {
		const tarball = source.endsWith('.tgz') ? path.resolve(source) : pack(source, temporary.path);
		execFileSync('tar', ['-xzf', tarball, '-C', temporary.path]);
		return { folder: path.join(temporary.path, 'package'), remove: temporary.remove };
	} catch (error) {
		temporary.remove();
		throw error;
	}
}

function pack(folder: string, destination: string): string {
	const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' } as const;
	const args = ['pack', '--silent', '--pack-destination', destination];
	return path.join(destination, execFileSync('npm', args, options).trim());
}

/** The name and version in the package.json of a folder. */
export function identityOf(folder: string): { name: string; version: string } {
	return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
}
