import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { uploadRequest } from '../../nodes/MistralLibraries/sending';
import { requestFor } from '../operation/requestFor';
import { operationOf } from '../operation/resources';
import { changes, ids, libraryId, librarySets, user } from './parameterSets/libraries';

const request = (name: string, given: IDataObject) => requestFor(operationOf(name), given);

describe('a request about libraries', () => {
	it('has everything under the names of the API', () => {
		const [library] = librarySets['library.create']?.all ?? [];
		expect(request('library.create', library as IDataObject).body).toEqual({
			name: 'Manuals',
			description: 'All',
			owner_type: 'User',
		});
		const [list] = librarySets['document.getAll']?.all ?? [];
		expect(request('document.getAll', list as IDataObject).query).toEqual({
			search: 'a',
			sort_by: 'name',
			sort_order: 'asc',
		});
		const [update] = librarySets['document.update']?.all ?? [];
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
		expect(uploadRequest('library').repeatable).toBe(true);
		expect(request('document.reprocess', ids).repeatable).toBeUndefined();
	});

	it.each<[string, IDataObject, string]>([
		['library.create', { name: '' }, 'The parameter "Name" is empty'],
		['library.update', { libraryId }, 'There is nothing to change'],
		['document.update', ids, 'There is nothing to change'],
		[
			'document.update',
			{ ...ids, options: { expiresAt: 'soon' } },
			'The parameter "Options > Expires At" must be a date or a time, such as',
		],
		['document.upload', { libraryId, inputType: 'text', text: ' ' }, '"Text" is empty'],
		['document.upload', { libraryId, inputType: 'text', text: 'a' }, '"File Name" is empty'],
		['document.upload', { libraryId, options: { attributes: '[]' } }, 'must be a JSON object'],
		['document.get', { libraryId }, 'The parameter "Document" is empty'],
	])('of %s is refused before it is sent: %j', (name, given, message) => {
		expect(() => request(name, given)).toThrow(message);
	});
});
