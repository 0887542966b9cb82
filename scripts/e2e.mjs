// The end-to-end tests on a bare checkout: a full n8n and a real browser.
import { existsSync } from 'node:fs';

import { build, ensureInstalled, run } from './install.mjs';
import { conclude, runJest } from './jest.mjs';

/** Debian's Chromium; on other systems `CHROMIUM` names one that is there. */
function ensureBrowser() {
	const browser = process.env.CHROMIUM ?? '/usr/bin/chromium';
	if (existsSync(browser)) return;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		console.error(
			`There is no Chromium at ${browser}: install it, or name another one with CHROMIUM.`,
		);
		process.exit(1);
	}
	console.log('Installing Chromium …');
	run('apt-get', ['update', '-qq']);
	run('apt-get', [
		'install',
		'-y',
		'-qq',
		'--no-install-recommends',
		'chromium',
		'fonts-liberation',
	]);
}

ensureInstalled();
ensureBrowser();
build();
run(process.execPath, ['--import', 'tsx', 'scripts/n8n/install.ts']);
// Most of the time they wait: for an n8n that starts, and for what must have been quiet for minutes.
conclude(runJest('-c', 'jest.e2e.config.js', '--maxWorkers=2', ...process.argv.slice(2)));
