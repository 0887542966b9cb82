import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where n8n is installed, outside any checkout so that all of them share it:
 * N8N_CACHE_FOLDER, or a folder of this package in XDG_CACHE_HOME or ~/.cache.
 */
export function cacheFolder(): string {
	const { N8N_CACHE_FOLDER: own, XDG_CACHE_HOME: caches } = process.env;
	if (own) return path.resolve(own);
	return path.join(caches || path.join(homedir(), '.cache'), 'n8n-nodes-mistral-agents');
}
