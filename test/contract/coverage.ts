/** What this package does with an operation of the API. */
export type Coverage =
	/** `value` of the operation, or name of the picker, that calls it. */
	| { by: string }
	/** Left out on purpose. */
	| { excluded: string }
	/** Left out for now. */
	| { gap: string };

/** Every operation of the vendor's description, by its `operationId`. */
export const coverage: Record<string, Coverage> = {
	list_models_v1_models_get: { by: 'searchModels' },
	agents_api_v1_conversations_start: { by: 'start' },
	agents_api_v1_conversations_list: { by: 'getAll' },
	agents_api_v1_conversations_get: { by: 'get' },
	agents_api_v1_conversations_delete: { by: 'delete' },
	agents_api_v1_conversations_append: { by: 'append' },
	agents_api_v1_conversations_history: { by: 'getHistory' },
	agents_api_v1_conversations_messages: { by: 'getMessages' },
	agents_api_v1_conversations_restart: { by: 'restart' },
	agents_api_v1_agents_create: { gap: 'Not built yet' },
	agents_api_v1_agents_list: { excluded: 'Deprecated in favour of the list by pages' },
	agents_api_v1_agents_list_pages: { by: 'searchAgents' },
	agents_api_v1_agents_get: { gap: 'Not built yet' },
	agents_api_v1_agents_update: { gap: 'Not built yet' },
	agents_api_v1_agents_delete: { gap: 'Not built yet' },
	agents_api_v1_agents_update_version: { gap: 'Not built yet' },
	agents_api_v1_agents_list_versions: { gap: 'Not built yet' },
	agents_api_v1_agents_get_version: { gap: 'Not built yet' },
	agents_api_v1_agents_create_or_update_alias: { gap: 'Not built yet' },
	agents_api_v1_agents_list_version_aliases: { gap: 'Not built yet' },
	agents_api_v1_agents_delete_alias: { gap: 'Not built yet' },
	agents_api_v1_conversations_start_stream: { by: 'start' },
	agents_api_v1_conversations_append_stream: { by: 'append' },
	agents_api_v1_conversations_restart_stream: { by: 'restart' },
	files_api_routes_upload_file: {
		excluded: 'Files for fine-tuning, batches and OCR, which are no part of conversations',
	},
	files_api_routes_list_files: {
		excluded: 'Files for fine-tuning, batches and OCR, which are no part of conversations',
	},
	files_api_routes_retrieve_file: {
		excluded: 'Files for fine-tuning, batches and OCR, which are no part of conversations',
	},
	files_api_routes_delete_file: {
		excluded: 'Files for fine-tuning, batches and OCR, which are no part of conversations',
	},
	files_api_routes_download_file: { gap: 'Not built yet' },
	files_api_routes_get_signed_url: {
		excluded: 'Files for fine-tuning, batches and OCR, which are no part of conversations',
	},
	libraries_list_v1: { gap: 'Not built yet' },
	libraries_create_v1: { gap: 'Not built yet' },
	libraries_get_v1: { gap: 'Not built yet' },
	libraries_delete_v1: { gap: 'Not built yet' },
	libraries_patch_v1: { gap: 'Not built yet' },
	libraries_update_v1: { excluded: 'Deprecated in favour of PATCH' },
	libraries_documents_list_v1: { gap: 'Not built yet' },
	libraries_documents_upload_v1: { gap: 'Not built yet' },
	libraries_documents_get_v1: { gap: 'Not built yet' },
	libraries_documents_patch_v1: { gap: 'Not built yet' },
	libraries_documents_update_v1: { excluded: 'Deprecated in favour of PATCH' },
	libraries_documents_delete_v1: { gap: 'Not built yet' },
	libraries_documents_get_text_content_v1: { gap: 'Not built yet' },
	libraries_documents_get_status_v1: { gap: 'Not built yet' },
	libraries_documents_get_signed_url_v1: { gap: 'Not built yet' },
	libraries_documents_get_extracted_text_signed_url_v1: { gap: 'Not built yet' },
	libraries_documents_reprocess_v1: { gap: 'Not built yet' },
	libraries_share_list_v1: { gap: 'Not built yet' },
	libraries_share_create_v1: { gap: 'Not built yet' },
	libraries_share_delete_v1: { gap: 'Not built yet' },
};
