import { freePorts } from '../process/freePorts';
import { Server } from './server';

/**
 * A Redis on a free port of 127.0.0.1. It keeps its data as Debian's does: what a regular stop finds is
 * there again after it.
 *
 * @param folder where it keeps them
 */
export async function startRedis(folder: string): Promise<Server> {
	const [port = 0] = await freePorts(1);
	const redis = new Server(port, {
		command: 'redis-server',
		args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
		check: ['redis-cli', '-e', '-p', String(port), 'ping'],
		stopSignal: 'SIGTERM',
	});
	await redis.start();
	return redis;
}
