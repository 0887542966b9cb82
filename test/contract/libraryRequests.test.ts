import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { nodes, operationNamed } from '../operation/operations';
import { requestFor } from '../operation/requestFor';
import { describeRequests, type ParameterSets, run } from './describeRequests';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const libraryId = byId('3f2504e0-4f89-41d3-9a0c-0305e82c3301');
const documentId = byId('7c9e6679-7425-40de-944b-e07fc1f90ae7');
const ids = { libraryId, documentId };
const processing = { waitForProcessing: true, processingTimeout: 10 };
const changes = { attributes: { year: 2026, tags: ['a'] }, expiresAt: '2999-01-01T00:00:00' };
const user = {
	libraryId,
	shareWithType: 'User',
	shareWithUuid: '6f1b7a52-30f8-4a4b-9d7e-5b8a3c1d2e4f',
};

const ofDocument: ParameterSets = { none: ids, all: [{ ...ids, options: run }] };
const ofLibrary: ParameterSets = { none: { libraryId }, all: [{ libraryId, options: run }] };

const sets: Record<string, ParameterSets> = {
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
		none: { libraryId, name: 'Books' },
		all: [{ libraryId, name: 'Books', description: 'All', options: run }],
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
		none: { ...ids, name: 'b.pdf' },
		all: [{ ...ids, name: 'b.pdf', options: { ...run, ...changes } }],
	},
	'document.delete': ofDocument,
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

describeRequests(nodes.mistralLibraries, sets);

const request = (name: string, given: IDataObject) => requestFor(operationNamed(name), given);

describe('a request about libraries', () => {
	it('has everything under the names of the API', () => {
		const [library] = sets['library.create']?.all ?? [];
		expect(request('library.create', library as IDataObject).body).toEqual({
			name: 'Manuals',
			description: 'All',
			owner_type: 'User',
		});
		const [list] = sets['document.getAll']?.all ?? [];
		expect(request('document.getAll', list as IDataObject).query).toEqual({
			search: 'a',
			sort_by: 'name',
			sort_order: 'asc',
		});
		const [update] = sets['document.update']?.all ?? [];
		expect(request('document.update', update as IDataObject)).toMatchObject({
			method: 'PATCH',
			body: {
				name: 'b.pdf',
				attributes: changes.attributes,
				expires_at: '2999-01-01T00:00:00.000Z',
			},
		});
		expect(request('access.revoke', { ...user, level: 'Viewer' }).body).toEqual({
			share_with_type: 'User',
			share_with_uuid: user.shareWithUuid,
		});
	});

	it('may be sent again when it is an upload, but not to process again', () => {
		expect(request('document.upload', { libraryId }).repeatable).toBe(true);
		expect(request('document.reprocess', ids).repeatable).toBeUndefined();
	});

	it.each<[string, IDataObject, string]>([
		['library.create', { name: '' }, 'The parameter "Name" is empty'],
		['library.update', { libraryId }, 'There is nothing to change'],
		['document.update', ids, 'There is nothing to change'],
		[
			'document.update',
			{ ...ids, options: { expiresAt: 'soon' } },
			'The parameter "Options > Expires At" must be a date or a time, but is "soon"',
		],
		['document.upload', { libraryId, inputType: 'text', text: ' ' }, '"Text" is empty'],
		['document.upload', { libraryId, inputType: 'text', text: 'a' }, '"File Name" is empty'],
		['document.upload', { libraryId, options: { attributes: '[]' } }, 'must be a JSON object'],
		['document.get', { libraryId }, 'The parameter "Document" is empty'],
	])('of %s is refused before it is sent: %j', (name, given, message) => {
		expect(() => request(name, given)).toThrow(message);
	});
});
