import type { LibraryRegistry } from './registry';

/** The libraries every simulator begins with; the ids in them are the same in every run. */
export function seedLibraries(libraries: LibraryRegistry): void {
	const handbook = libraries.add({
		name: 'Company handbook',
		description: 'What everybody should know',
	});
	libraries.addDocument(handbook.id, {
		name: 'Holidays.md',
		mimeType: 'text/markdown',
		text: '# Holidays\n\nEverybody has 28 days of holiday a year. Ask for them two weeks ahead.\n',
	});
	libraries.addDocument(handbook.id, {
		name: 'Travel.txt',
		text: 'Take the train where it takes less than six hours. Hotels cost up to 140 euros a night.\n',
	});
	const manuals = libraries.add({ name: 'Product manuals' });
	libraries.addDocument(manuals.id, {
		name: 'Coffee machine.txt',
		text: 'Descale the coffee machine every three months. The red lamp means that water is missing.\n',
	});
}
