import { startSimulator } from '../../../simulator/server';
import { onShutdown } from '../process/shutdown';

/** The Mistral API that the credential of `npm run dev` points at. */
export interface Mistral {
	apiKey: string;
	baseUrl: string;
	/** Whether it is the simulator, whose answers are made up. */
	simulated: boolean;
}

/** The real API when MISTRAL_API_KEY is set, at MISTRAL_BASE_URL if that is; else a simulator, started here. */
export async function mistral(): Promise<Mistral> {
	const { MISTRAL_API_KEY: apiKey, MISTRAL_BASE_URL: baseUrl } = process.env;
	if (apiKey) {
		return { apiKey, baseUrl: baseUrl || 'https://api.mistral.ai', simulated: false };
	}
	const simulator = await startSimulator();
	onShutdown({ orderly: () => simulator.close() });
	return { apiKey: simulator.apiKey, baseUrl: simulator.url, simulated: true };
}
