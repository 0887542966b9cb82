import { startSimulator } from '../simulator/server';

/** The Mistral API that `npm run demo` and `npm run dev` talk to. */
export interface Mistral {
	apiKey: string;
	baseUrl: string;
	/** Whether it is a simulator started here, whose answers are made up. */
	simulated: boolean;
	/** Ends what was started. */
	close(): Promise<void>;
}

/** In ms, so that people see words come. */
const wordDelay = 40;

/**
 * The real API when MISTRAL_API_KEY is set, the address MISTRAL_BASE_URL when that is (with the key of the
 * simulator unless there is another one), else a simulator of our own.
 */
export async function mistral(): Promise<Mistral> {
	const { MISTRAL_API_KEY: apiKey, MISTRAL_BASE_URL: baseUrl } = process.env;
	if (apiKey || baseUrl) {
		return {
			apiKey: apiKey || 'simulator-key',
			baseUrl: baseUrl || 'https://api.mistral.ai',
			simulated: false,
			close: async () => undefined,
		};
	}
	const simulator = await startSimulator({ wordDelay });
	const { apiKey: key, url } = simulator;
	return { apiKey: key, baseUrl: url, simulated: true, close: () => simulator.close() };
}
