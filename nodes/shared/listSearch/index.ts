import { searchAgents } from './searchAgents';
import { searchConversations } from './searchConversations';
import { searchEntries } from './searchEntries';
import { searchModels } from './searchModels';
import { searchVersions } from './searchVersions';

/** The pickers, under the names that the locators use. */
export const listSearch = {
	searchAgents,
	searchConversations,
	searchEntries,
	searchModels,
	searchVersions,
};
