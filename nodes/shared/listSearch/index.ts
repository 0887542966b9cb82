import { searchAgents } from './searchAgents';
import { searchConversations } from './searchConversations';
import { searchDocuments } from './searchDocuments';
import { searchEntries } from './searchEntries';
import { searchLibraries } from './searchLibraries';
import { searchModels } from './searchModels';
import { searchVersions } from './searchVersions';

/** The pickers, under the names that the locators use. */
export const listSearch = {
	searchAgents,
	searchConversations,
	searchDocuments,
	searchEntries,
	searchLibraries,
	searchModels,
	searchVersions,
};
