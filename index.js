module.exports = {
	...require('./dist/credentials/MistralAgentsApi.credentials'),
	...require('./dist/nodes/MistralAgents/MistralAgents.node'),
	...require('./dist/nodes/MistralConversations/MistralConversations.node'),
	...require('./dist/nodes/MistralLibraries/MistralLibraries.node'),
	...require('./dist/nodes/MistralTrigger/MistralTrigger.node'),
};
