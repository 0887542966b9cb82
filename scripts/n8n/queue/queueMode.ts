import { randomBytes } from 'node:crypto';

import { freePorts } from '../process/freePorts';
import { temporaryFolder, type TemporaryFolder } from '../process/temporaryFolder';
import { startN8n, type N8n, type StartOptions } from '../startN8n';
import { databaseUser, startPostgreSql } from './postgreSql';
import { startRedis } from './redis';
import type { Server } from './server';

/** A worker, and the ids of the executions that it has begun. */
export interface Worker extends N8n {
	begun: string[];
}

/** n8n in queue mode: a main process, workers, Redis and PostgreSQL, each of them to be ended and started. */
export class QueueMode {
	private constructor(
		private readonly options: StartOptions,
		private readonly folders: TemporaryFolder[],
		readonly redis: Server,
		readonly database: Server,
		/** The one that runs now, or ran last. */
		public main: N8n,
		/** Those that were started, oldest first. */
		readonly workers: Worker[] = [],
	) {}

	/**
	 * @param options for the main process and each worker; every process has a user folder of its own
	 * @param workers how many of them
	 */
	static async start(options: StartOptions, workers: number): Promise<QueueMode> {
		const folders = [temporaryFolder('redis-'), temporaryFolder('postgresql-')];
		const [redisFolder = '', databaseFolder = ''] = folders.map(({ path }) => path);
		const redis = await startRedis(redisFolder);
		const database = await startPostgreSql(databaseFolder);
		const env = { ...settings(redis, database), ...options.env };
		const shared = { ...options, env };
		const main = await startN8n(shared);
		const queue = new QueueMode(shared, folders, redis, database, main);
		try {
			await main.api.setUpOwner();
			for (let worker = 0; worker < workers; worker++) await queue.startWorker();
			return queue;
		} catch (error) {
			// Nobody else knows of what runs by then.
			await queue.stop();
			throw error;
		}
	}

	/** One more worker, which is ready. */
	async startWorker(): Promise<Worker> {
		const [port = 0] = await freePorts(1);
		const begun: string[] = [];
		const n8n = await startN8n({
			...this.options,
			command: ['worker'],
			port,
			env: { ...this.options.env, QUEUE_HEALTH_CHECK_PORT: String(port) },
			onLog: (line) => {
				begun.push(...(/Worker started execution (\d+)/.exec(line)?.slice(1) ?? []));
				this.options.onLog?.(line);
			},
		});
		const worker = { ...n8n, begun };
		this.workers.push(worker);
		return worker;
	}

	/** A main process in the place of the one that has ended, at another address. */
	async startMain(): Promise<void> {
		this.main = await startN8n(this.options);
		await this.main.api.logIn();
	}

	/** Ends everything. */
	async stop(): Promise<void> {
		await Promise.all([this.main, ...this.workers].map((n8n) => n8n.stop()));
		await Promise.all([this.redis.stop(), this.database.stop()]);
		for (const folder of this.folders) folder.remove();
	}
}

const settings = (redis: Server, database: Server): Record<string, string> => ({
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	// A worker tells there that it is ready.
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(database.port),
	DB_POSTGRESDB_DATABASE: 'postgres',
	DB_POSTGRESDB_USER: databaseUser,
});
