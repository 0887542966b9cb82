import type { AgentRegistry } from './registry';

const model = 'mistral-medium-latest';

/** The agents every simulator begins with; their ids are the same in every run. */
export function seedAgents(agents: AgentRegistry): void {
	const researcher = agents.add({
		name: 'Web researcher',
		model,
		description: 'Looks things up on the web',
		instructions: 'Search the web and name your sources.',
		tools: [{ type: 'web_search' }],
		metadata: { team: 'research' },
		deployment_chat: true,
	});
	const weather = agents.add({
		name: 'Weather reporter',
		model,
		description: 'Asks a function of yours for the weather',
		instructions: 'Report the weather in one sentence.',
		tools: [
			{
				type: 'function',
				function: {
					name: 'get_weather',
					description: 'The weather in a city',
					strict: false,
					parameters: {
						type: 'object',
						properties: { city: { type: 'string' } },
						required: ['city'],
					},
				},
			},
		],
		metadata: { team: 'operations' },
	});
	agents.add({
		name: 'Receptionist',
		model: 'mistral-small-latest',
		description: 'Hands over to the agent that knows',
		instructions: 'Greet, then hand over.',
		handoffs: [researcher.id, weather.id],
	});
	const translator = agents.add(
		{ name: 'Translator', model, instructions: 'Translate into French.' },
		'playground',
	);
	agents.update(translator.id, { instructions: 'Translate into German.' });
	agents.update(translator.id, {
		instructions: 'Translate into the language you are told.',
		version_message: 'Any language',
	});
	agents.setAlias(translator.id, 'stable', 1);
}
