import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { freePorts } from '../process/freePorts';
import { Server } from './server';

/** Debian keeps each version's programs out of the way. */
const debian = '/usr/lib/postgresql';

/** In whose name it runs when this process is root's: it refuses to be root's. */
const account = 'postgres';

/** Its owner, who may do everything and needs no password. */
export const databaseUser = 'n8n';

/**
 * A PostgreSQL on a free port of 127.0.0.1, with an empty database `postgres`.
 *
 * @param folder where it keeps its data
 */
export async function startPostgreSql(folder: string): Promise<Server> {
	const [port = 0] = await freePorts(1);
	const data = path.join(folder, 'data');
	mkdirSync(data);
	if (isRoot()) execFileSync('chown', [account, folder, data]);
	const [initialize = '', ...args] = asAccount('initdb', data, '--auth=trust', '-U', databaseUser);
	execFileSync(initialize, args, { stdio: 'ignore' });
	const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
	const [command = '', ...serve] = asAccount(
		'postgres',
		data,
		...settings.flatMap((setting) => ['-c', setting]),
	);
	const server = new Server(port, {
		command,
		args: serve,
		check: [program('pg_isready'), '-h', '127.0.0.1', '-p', String(port)],
		// With SIGTERM it would wait until all have gone.
		stopSignal: 'SIGINT',
	});
	await server.start();
	return server;
}

const isRoot = () => process.getuid?.() === 0;

/** A command that runs one of PostgreSQL's programs on a folder of data, as somebody who may. */
function asAccount(name: string, data: string, ...args: string[]): string[] {
	const command = [program(name), '-D', data, ...args];
	if (!isRoot()) return command;
	return ['setpriv', `--reuid=${account}`, `--regid=${account}`, '--clear-groups', ...command];
}

/** The newest version's program in Debian's folders, or else whatever the PATH has. */
function program(name: string): string {
	const versions = existsSync(debian) ? readdirSync(debian) : [];
	const found = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => path.join(debian, version, 'bin', name));
	return found.find((file) => existsSync(file)) ?? name;
}
