module.exports = {
	...require('./dist/credentials/MistralAgentsApi.credentials'),
	...require('./dist/nodes/MistralConversations/MistralConversations.node'),
	...require('./dist/nodes/MistralLibraries/MistralLibraries.node'),
};
