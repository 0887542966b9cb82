import { execFileSync } from 'node:child_process';

/** The version of n8n that a tag of npm's, such as `latest`, stands for today; a version is what it is. */
export function exactVersion(wanted: string): string {
	if (/^\d+\.\d+\.\d+/.test(wanted)) return wanted;
	const options = { encoding: 'utf8', shell: process.platform === 'win32' } as const;
	const found = execFileSync('npm', ['view', `n8n@${wanted}`, 'version'], options).trim();
	if (!/^\d+\.\d+\.\d+\S*$/.test(found)) throw new Error(`npm has no one version n8n@${wanted}`);
	return found;
}
