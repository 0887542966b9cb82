// Starts a TypeScript program of this project on a bare checkout: `node scripts/start.mjs FILE [ARGUMENTS]`.
import { spawn } from 'node:child_process';

import { build, ensureInstalled, root } from './install.mjs';

ensureInstalled();
build();

const program = spawn(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], {
	cwd: root,
	stdio: 'inherit',
});
// Ctrl-C reaches the program as well; this process waits for it to end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => program.kill('SIGTERM'));
program.on('exit', (code) => process.exit(code ?? 1));
