import { describe, expect, it } from '@jest/globals';

import { Turns } from '../../nodes/shared/operation/turns';

const ticks = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('turns', () => {
	it('let so many tasks be under way, in the order in which they came', async () => {
		const turns = new Turns(2);
		const begun: number[] = [];
		let underWay = 0;
		let most = 0;
		await Promise.all(
			Array.from({ length: 10 }, (_, index) =>
				turns.take(async () => {
					begun.push(index);
					most = Math.max(most, ++underWay);
					await ticks(5);
					underWay--;
				}),
			),
		);
		expect(most).toBe(2);
		expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});

	it('give the place of one that waits to others, and it a new one afterwards', async () => {
		const turns = new Turns(1);
		const seen: string[] = [];
		const waiting = turns.take(async () => {
			seen.push('one begins');
			await turns.leave(() => ticks(5));
			seen.push('one goes on');
		});
		const other = turns.take(async () => {
			seen.push('two begins');
			await ticks(30);
			seen.push('two ends');
		});
		await Promise.all([waiting, other]);
		expect(seen).toEqual(['one begins', 'two begins', 'two ends', 'one goes on']);
	});

	it('let no two tasks go on in one tick', async () => {
		const turns = new Turns(3);
		const seen: string[] = [];
		const task = (name: string) =>
			turns.take(async () => {
				await turns.tick();
				seen.push(name);
				setImmediate(() => seen.push(`${name} later`));
			});
		await Promise.all([task('a'), task('b'), task('c')]);
		expect(seen.slice(0, 5)).toEqual(['a', 'a later', 'b', 'b later', 'c']);
	});

	it('go on after a task has failed', async () => {
		const turns = new Turns(1);
		const failing = turns.take(() => Promise.reject(new Error('No')));
		await expect(failing).rejects.toThrow('No');
		expect(await turns.take(async () => 'yes')).toBe('yes');
	});
});
