/** `npm run dev -- [--port 5678] [--user-folder FOLDER]`: a full n8n with this package, ready to use. */
import path from 'node:path';
import { parseArgs } from 'node:util';

import { mistral, type Mistral } from '../mistral';
import { buildOnChange } from './dev/build';
import { furnish, type Furniture } from './dev/furnish';
import { startReloadingN8n, type ReloadingN8n } from './dev/reloadingN8n';
import { ensureInstalled } from './installation/installation';
import { step } from './installation/progress';
import { isFree } from './process/freePorts';
import { isShuttingDown, onShutdown } from './process/shutdown';
import { temporaryFolder } from './process/temporaryFolder';

const root = path.resolve(__dirname, '../..');

async function dev(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '5678' },
			'user-folder': { type: 'string' },
		},
	});
	const port = Number(values.port);
	if (!(port > 0 && port < 65_536)) {
		throw new Error(`${values.port} is no port; --port takes 1 to 65535.`);
	}
	if (!(await isFree(port))) {
		throw new Error(`Port ${port} is in use; name another one with --port.`);
	}

	await ensureInstalled();
	const credential = await mistral();
	onShutdown({ orderly: () => credential.close() });
	const userFolder = values['user-folder'] ?? temporaryFolder('n8n-dev-').path;
	const ended = () => fail(new Error('n8n has ended.'));
	const reloading = await step('Starting n8n', console.log, () =>
		startReloadingN8n({ package: root, userFolder, port }, ended),
	);
	const furniture = await furnish(reloading.api, credential);
	greet(`http://localhost:${port}`, credential, furniture);
	buildOnChange(root, () => takeUp(reloading), complain);
}

async function takeUp(reloading: ReloadingN8n): Promise<void> {
	const how = await reloading.takeUp();
	const done = { reloaded: 'n8n has reloaded the nodes', restarted: 'n8n was started again' };
	console.log(`${new Date().toLocaleTimeString()}  built, and ${done[how]}`);
}

function greet(
	url: string,
	{ baseUrl, simulated }: Mistral,
	{ owner, examples, chat }: Furniture,
): void {
	console.log(`
A chat is ready at  ${url}${chat}
n8n is ready at     ${url}
  e-mail            ${owner.email}
  password          ${owner.password}

The credential "Mistral" is filled in, for ${baseUrl}${simulated ? ' (the simulator: its answers are made up)' : ''}
The examples are imported, and the one of the chat is published:
${examples.map((name) => `  ${name}`).join('\n')}

What you save in nodes, credentials and icons is built and taken up at once.${
		simulated ? '\nSet MISTRAL_API_KEY to talk to Mistral.' : ''
	}
Ctrl-C ends everything.
`);
}

function complain(error: unknown): void {
	console.error(error instanceof Error ? error.message : error);
}

function fail(error: unknown): void {
	// What was going on fails because it is being ended.
	if (isShuttingDown()) return;
	complain(error);
	process.exit(1);
}

dev().catch(fail);
