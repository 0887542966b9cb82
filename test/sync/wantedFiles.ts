import { strict as assert } from 'node:assert';

import { type Command, type SyncCommand, sources } from './modelCommands';

/** A run that meets nothing and may do all. */
export const untroubled: SyncCommand = {
	do: 'sync',
	source: '',
	trouble: null,
	keyPrefix: '',
	maxDeletePercent: 100,
	isReversed: false,
};

/** What is to be in the library of each source: plain maps of keys to contents. */
export class WantedFiles {
	private readonly maps = new Map(sources.map((source) => [source, new Map<string, string>()]));

	of(source: string): Map<string, string> {
		const map = this.maps.get(source);
		assert(map);
		return map;
	}

	/** @returns whether the command is one that changes files */
	change(command: Command): boolean {
		switch (command.do) {
			case 'put':
				this.of(command.source).set(command.key, command.content);
				return true;
			case 'remove':
				this.of(command.source).delete(command.key);
				return true;
			case 'clear':
				this.of(command.source).clear();
				return true;
			case 'rename':
			case 'swap':
			case 'twin':
				this.exchange(command);
				return true;
			default:
				return false;
		}
	}

	private exchange({
		do: how,
		source,
		key,
		other,
	}: Extract<Command, { do: 'rename' | 'swap' | 'twin' }>): void {
		const map = this.of(source);
		const content = map.get(key);
		const otherContent = map.get(other);
		if (content === undefined || key === other) return;
		map.set(other, content);
		if (how === 'rename') map.delete(key);
		if (how === 'swap' && otherContent !== undefined) map.set(key, otherContent);
	}
}
