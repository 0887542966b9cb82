/** What this package does with an operation of the API. */
export type Coverage =
	/** Who requests it: operations as `resource.operation`, pickers, and the trigger. */
	| { by: string[] }
	/** Why nobody does. */
	| { excluded: string };

/** Every operation of the vendor's description, by its `operationId`. */
export const coverage: Record<string, Coverage> = {
	list_models_v1_models_get: { by: ['searchModels', 'trigger'] },
	agents_api_v1_conversations_start: { by: ['conversation.send', 'conversation.start'] },
	agents_api_v1_conversations_list: {
		by: ['conversation.getAll', 'conversation.send', 'searchConversations'],
	},
	agents_api_v1_conversations_get: { by: ['conversation.get'] },
	agents_api_v1_conversations_delete: { by: ['conversation.delete'] },
	agents_api_v1_conversations_append: {
		by: ['conversation.append', 'conversation.send', 'toolCall.confirm', 'toolCall.submitResults'],
	},
	agents_api_v1_conversations_history: {
		by: [
			'conversation.append',
			'conversation.getHistory',
			'conversation.send',
			'searchEntries',
			'toolCall.confirm',
			'toolCall.submitResults',
			'trigger',
		],
	},
	agents_api_v1_conversations_messages: { by: ['conversation.getMessages'] },
	agents_api_v1_conversations_restart: { by: ['conversation.restart'] },
	agents_api_v1_agents_create: { by: ['agent.create', 'agent.upsert'] },
	agents_api_v1_agents_list: { excluded: 'Deprecated in favour of the list by pages' },
	agents_api_v1_agents_list_pages: { by: ['agent.getAll', 'agent.upsert', 'searchAgents'] },
	agents_api_v1_agents_get: { by: ['agent.get', 'trigger'] },
	agents_api_v1_agents_update: { by: ['agent.update', 'agent.upsert'] },
	agents_api_v1_agents_delete: { by: ['agent.delete'] },
	agents_api_v1_agents_update_version: { by: ['version.switch'] },
	agents_api_v1_agents_list_versions: { by: ['version.getAll', 'searchVersions'] },
	agents_api_v1_agents_get_version: { by: ['version.get'] },
	agents_api_v1_agents_create_or_update_alias: { by: ['alias.set'] },
	agents_api_v1_agents_list_version_aliases: { by: ['alias.getAll'] },
	agents_api_v1_agents_delete_alias: { by: ['alias.delete'] },
	agents_api_v1_conversations_start_stream: {
		by: ['conversation.send', 'conversation.start', 'trigger'],
	},
	agents_api_v1_conversations_append_stream: {
		by: [
			'conversation.append',
			'conversation.send',
			'toolCall.confirm',
			'toolCall.submitResults',
			'trigger',
		],
	},
	agents_api_v1_conversations_restart_stream: { by: ['conversation.restart', 'trigger'] },
	files_api_routes_upload_file: {
		by: ['conversation.append', 'conversation.restart', 'conversation.send', 'conversation.start'],
	},
	files_api_routes_list_files: {
		excluded: 'Answers and their attachments name the files that conversations have to do with',
	},
	files_api_routes_retrieve_file: {
		excluded: 'Answers and their attachments name the files that conversations have to do with',
	},
	files_api_routes_delete_file: {
		excluded: 'Only what an upload that failed has left behind is deleted: attachments.test.ts',
	},
	files_api_routes_download_file: { by: ['conversation.start', 'file.download'] },
	files_api_routes_get_signed_url: {
		by: ['conversation.append', 'conversation.restart', 'conversation.send', 'conversation.start'],
	},
	libraries_list_v1: { by: ['library.getAll', 'searchLibraries'] },
	libraries_create_v1: { by: ['library.create'] },
	libraries_get_v1: { by: ['library.get'] },
	libraries_delete_v1: { by: ['library.delete'] },
	libraries_patch_v1: { by: ['library.update'] },
	libraries_update_v1: { excluded: 'Deprecated in favour of PATCH' },
	libraries_documents_list_v1: {
		by: [
			...['document.getAll', 'searchDocuments', 'libraryTrigger'],
			...['document.sync', 'document.compare', 'document.upload'],
		],
	},
	libraries_documents_upload_v1: { by: ['document.upload', 'document.sync'] },
	libraries_documents_get_v1: {
		by: [
			...['document.delete', 'document.download', 'document.get'],
			...['document.update', 'document.upload'],
		],
	},
	libraries_documents_patch_v1: {
		by: ['document.update', 'document.upload', 'document.sync'],
	},
	libraries_documents_update_v1: { excluded: 'Deprecated in favour of PATCH' },
	libraries_documents_delete_v1: { by: ['document.delete', 'document.upload'] },
	libraries_documents_get_text_content_v1: { by: ['document.getText'] },
	libraries_documents_get_status_v1: {
		by: ['document.getStatus', 'document.reprocess', 'document.sync', 'document.upload'],
	},
	libraries_documents_get_signed_url_v1: { by: ['document.getSignedUrl', 'document.download'] },
	libraries_documents_get_extracted_text_signed_url_v1: { by: ['document.getTextSignedUrl'] },
	libraries_documents_reprocess_v1: { by: ['document.reprocess'] },
	libraries_share_list_v1: { by: ['access.getAll'] },
	libraries_share_create_v1: { by: ['access.set'] },
	libraries_share_delete_v1: { by: ['access.revoke'] },
};

/**
 * What descriptions of the vendor have or had besides: operations and fields, by `operationId` or
 * `Shape.field`, with the reason why nothing is made of them.
 */
export const leftOut: Record<string, string> = {
	agents_completion_v1_agents_completions_post:
		'Deprecated: conversations with an agent take its place',
	retrieve_model_v1_models__model_id__get: 'The list of models has all that is said of one',
	delete_model_v1_models__model_id__delete: 'Deletes fine-tuned models, which nothing here makes',
	libraries_documents_get_signed_upload_url_v1:
		'In the SDK of 29 June 2026 only, withdrawn within a week: Upload streams the file itself',
	libraries_documents_ingest_from_blob_storage_v1:
		'In the SDK of 29 June 2026 only, withdrawn within a week: Upload streams the file itself',
	'Agent.owner_id':
		'Since SDK 2.7, in no description yet: the ID of a person, which is in the output with Simplify off',
};
