import path from 'node:path';

import type { Installation } from './installation/installation';

/** Where an n8n listens and keeps its data. */
export interface Place {
	port: number;
	/** Another port, for n8n's task runners. */
	brokerPort: number;
	userFolder: string;
}

/** What a program needs of its surroundings. */
const surroundings =
	/^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE|HTTPS?_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))$/i;

/**
 * The whole environment of an n8n that is by itself: it listens on 127.0.0.1 only and calls nobody but
 * whom its workflows call. Nothing else is handed down, lest the settings of a developer's own n8n,
 * such as its database, take effect here.
 */
export function settingsFor(
	{ port, brokerPort, userFolder }: Place,
	{ node, modules }: Installation,
): NodeJS.ProcessEnv {
	const disabled = modules.filter((name) => name === 'mcp-registry');
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => surroundings.test(name)),
	);
	return {
		...env,
		// n8n starts its task runner as `node`.
		PATH: [path.dirname(node.executable), env.PATH ?? env.Path].join(path.delimiter),
		NO_PROXY: [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		NO_COLOR: '1',
		// As in n8n's Docker image.
		NODE_ENV: 'production',

		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_HOST: 'localhost',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		// In seconds.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',

		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		// The default, which n8n announces to change.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// The list of verified packages and that of MCP servers are fetched from n8n's own API.
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		...(disabled.length > 0 && { N8N_DISABLED_MODULES: disabled.join() }),
	};
}
