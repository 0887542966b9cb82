import { byId, type ParameterSets, run } from './shared';

export const libraryId = byId('3f2504e0-4f89-41d3-9a0c-0305e82c3301');
export const documentId = byId('7c9e6679-7425-40de-944b-e07fc1f90ae7');
export const ids = { libraryId, documentId };
const keyed = { source: 'handbook', key: 'a.txt', version: '2' };
const processing = { waitForProcessing: true, processingTimeout: 60 };
export const changes = {
	attributes: { year: 2026, tags: ['a'] },
	expiresAt: '2999-01-01T00:00:00',
};
export const user = {
	libraryId,
	shareWithType: 'User',
	shareWithUuid: '6f1b7a52-30f8-4a4b-9d7e-5b8a3c1d2e4f',
};

const ofDocument = { none: ids, all: [{ ...ids, options: run }] };
const ofLibrary = { none: { libraryId }, all: [{ libraryId, options: run }] };

export const librarySets: ParameterSets = {
	'library.create': {
		none: { name: 'Manuals' },
		all: [{ name: 'Manuals', description: 'All', options: { ...run, ownerType: 'User' } }],
	},
	'library.get': ofLibrary,
	'library.getAll': {
		none: {},
		all: [{ returnAll: true, filters: { search: 'man' }, options: run }],
	},
	'library.update': {
		none: { libraryId, updateFields: { name: 'Books' } },
		all: [
			{ libraryId, updateFields: { name: 'Books', description: 'All' }, options: run },
			{ libraryId, updateFields: { description: '' } },
		],
	},
	'library.delete': ofLibrary,
	'document.upload': {
		none: { libraryId },
		all: [
			{
				libraryId,
				inputType: 'binary',
				binaryPropertyName: 'file',
				options: { ...run, ...changes, ...processing, fileName: 'a.pdf', updateExisting: true },
			},
			{ libraryId, inputType: 'text', text: 'Hello', fileName: 'a.txt' },
			{ libraryId, options: { ifNameExists: 'replace', fileName: 'a.txt' } },
			{ libraryId, options: keyed },
		],
	},
	'document.sync': {
		none: { libraryId },
		all: [
			{
				libraryId,
				inputType: 'binary',
				binaryPropertyName: 'file',
				source: 'handbook',
				key: 'x/a.txt',
				deleteMissing: true,
				options: {
					...run,
					...changes,
					...processing,
					keyPrefix: 'x/',
					maxDeletePercent: 50,
					reprocessFailed: true,
				},
			},
			{ libraryId, text: 'Hello', inputType: 'text', fileName: 'a.txt', dryRun: true },
		],
		refused: { libraryId, options: { expectedPlan: 'another one' } },
	},
	'document.compare': {
		none: { libraryId, key: 'a', version: '1' },
		all: [
			{
				libraryId,
				source: 'handbook',
				key: 'x/a',
				version: '1',
				options: { ...run, keyPrefix: 'x/', maxDeletePercent: 50, onlyChanges: false },
			},
		],
	},
	'document.download': {
		none: ids,
		all: [{ ...ids, binaryPropertyName: 'file', options: run }],
	},
	'document.get': ofDocument,
	'document.getAll': {
		none: { libraryId },
		all: [
			{
				libraryId,
				returnAll: true,
				filters: { search: 'a', sortBy: 'name', sortOrder: 'asc' },
				options: run,
			},
		],
	},
	'document.update': {
		none: { ...ids, updateFields: { name: 'b.pdf' } },
		all: [
			{ ...ids, updateFields: { name: 'b.pdf', ...changes }, options: run },
			{ ...ids, updateFields: { attributes: '{}', expiresAt: '' } },
		],
	},
	'document.delete': {
		none: ids,
		all: [{ ...ids, options: { ...run, source: 'handbook', key: 'x' } }],
	},
	'document.getText': {
		none: ids,
		all: [{ ...ids, options: { ...run, pageStart: 0, pageEnd: 2 } }],
	},
	'document.getStatus': { none: ids, all: [{ ...ids, options: { ...run, ...processing } }] },
	'document.getSignedUrl': ofDocument,
	'document.getTextSignedUrl': ofDocument,
	'document.reprocess': { none: ids, all: [{ ...ids, options: { ...run, ...processing } }] },
	'access.set': { none: user, all: [{ ...user, level: 'Editor', options: run }] },
	'access.getAll': { none: { libraryId }, all: [{ libraryId, returnAll: true, options: run }] },
	'access.revoke': {
		none: user,
		all: [{ ...user, options: run }],
		// The description requires it where it has no such property, against the vendor's own SDK.
		added: { level: 'Viewer' },
	},
};
