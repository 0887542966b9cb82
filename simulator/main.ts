/** `npm run simulator -- [--port 4010] [--key simulator-key] [--word-delay 30]`: the simulator by itself. */
import { parseArgs } from 'node:util';

import { startSimulator, type Simulator } from './server';

function greet({ url, apiKey }: Simulator): void {
	console.log(`The simulated Mistral API listens at ${url}

In n8n, give the credential this base URL and the API key ${apiKey}
To see an error, let the next request fail:

  curl ${url}/simulator/faults -H 'content-type: application/json' \\
    -d '{ "path": "/v1/conversations", "status": 429, "headers": { "retry-after": "2" } }'

or let the next stream break off in the middle:

  curl ${url}/simulator/faults -H 'content-type: application/json' -d '{ "cutAfter": 5 }'

Ctrl-C ends it.`);
}

/** One sentence for what a user can mend, the error itself for the rest. */
function explain(error: NodeJS.ErrnoException, port: string): unknown {
	switch (error.code) {
		case 'EADDRINUSE':
			return `Port ${port} is in use; name another one with --port.`;
		case 'ERR_SOCKET_BAD_PORT':
			return `${port} is no port; --port takes a number from 0 to 65535.`;
		default:
			return error;
	}
}

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '4010' },
		key: { type: 'string', default: 'simulator-key' },
		// In milliseconds, so that people see the words come.
		'word-delay': { type: 'string', default: '30' },
	},
});

startSimulator({
	port: Number(values.port),
	apiKey: values.key,
	wordDelay: Number(values['word-delay']),
}).then(
	(simulator) => {
		greet(simulator);
		process.once('SIGINT', () => void simulator.close());
	},
	(error: NodeJS.ErrnoException) => {
		console.error(explain(error, values.port));
		process.exitCode = 1;
	},
);
