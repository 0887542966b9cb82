import { LibraryRegistry } from '../../simulator/libraries/registry';
import { friendly } from '../../simulator/settings';
import { seedLibraries } from '../../simulator/libraries/seeds';

const libraries = new LibraryRegistry('looks', friendly);
seedLibraries(libraries);

/** Ids of the libraries that every simulator begins with; they are the same in all of them. */
export const [manualsId = '', handbookId = ''] = libraries.list().map(({ id }) => id);
