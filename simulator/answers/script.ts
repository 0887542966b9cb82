/**
 * Commands that the user's last text may have, each on a line of its own. Where nothing is said about
 * functions by commands, the rules of {@link answer} hold.
 */
import type { Entry } from '../schemas/entries';
import { lastUserText } from './turn';

/** What follows a command on its line, for each time that it is there. */
function commands(entries: Entry[], name: string): string[] {
	const lines = lastUserText(entries).matchAll(new RegExp(`^/${name} +(.*)$`, 'gm'));
	return [...lines].map(([, rest = '']) => rest);
}

/** `/work 300`: every tool that the service runs works so many milliseconds. */
export function toolTime(entries: Entry[]): number {
	return Number(commands(entries, 'work').at(-1) ?? 0) || 0;
}
