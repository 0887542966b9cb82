import { describe, expect, test } from '@jest/globals';
import { Mistral } from '@mistralai/mistralai';

import { smallPdf } from './smallPdf';
import { useSimulator, type Session } from './useSimulator';

const session = useSimulator();
const tomorrow = useSimulator({ deleteAnswers: 'tomorrow' });

function clientOf({ simulator: { url, apiKey } }: Session): Mistral {
	return new Mistral({ apiKey, serverURL: url });
}

const librariesOf = (given: Session) => clientOf(given).beta.libraries;
const shareWithUuid = '6f1b7a52-30f8-4a4b-9d7e-5b8a3c1d2e4f';
const user = { shareWithUuid, shareWithType: 'User' as const };

async function uploaded(fileName = 'animals.txt', text = 'The zebra has stripes.') {
	const libraries = librariesOf(session);
	const { id: libraryId } = await libraries.create({ name: 'Animals' });
	const content = new Blob([text], { type: 'text/plain' });
	const { id: documentId } = await libraries.documents.upload({
		libraryId,
		requestBody: { file: { fileName, content } },
	});
	return { libraryId, documentId };
}

describe('the official SDK', () => {
	test('creates, lists, reads, changes and deletes libraries', async () => {
		const libraries = librariesOf(session);
		const { id: libraryId, createdAt } = await libraries.create({
			name: 'Animals',
			description: 'Wild ones',
			ownerType: 'User',
		});
		expect(createdAt).toBeInstanceOf(Date);
		const updateLibraryRequest = { description: 'Tame ones' };
		await libraries.update({ libraryId, updateLibraryRequest });
		await libraries.librariesUpdateV1({ libraryId, updateLibraryRequest: { name: 'Pets' } });
		expect(await libraries.get({ libraryId })).toMatchObject({
			name: 'Pets',
			description: 'Tame ones',
			nbDocuments: 0,
			totalSize: 0,
		});
		const { data } = await libraries.list({ search: 'pet' });
		expect(data.map(({ id }) => id)).toEqual([libraryId]);
		expect(await libraries.delete({ libraryId })).toMatchObject({ id: libraryId });
		await expect(libraries.get({ libraryId })).rejects.toMatchObject({ statusCode: 404 });
	});

	test('reads the list with tokens and by number', async () => {
		const libraries = librariesOf(session);
		const first = await libraries.list({ pageSize: 1 });
		expect(first.pagination).toMatchObject({ totalItems: 2, hasMore: true });
		const byToken = await libraries.list({ pageSize: 1, pageToken: first.nextPageToken });
		const byNumber = await libraries.list({ pageSize: 1, page: 1 });
		expect(byToken.data).toEqual(byNumber.data);
		expect(byToken.nextPageToken).toBeNull();
	});

	test('uploads a file in each of the forms that it knows', async () => {
		const { documents } = librariesOf(session);
		const { libraryId } = await uploaded();
		const text = 'Löwe';
		const bytes = Buffer.from(text);
		const fileName = 'Löwe.txt';
		const forms = [
			new Blob([text], { type: 'text/plain' }),
			bytes,
			new Blob([bytes]).stream() as ReadableStream<Uint8Array>,
		];
		for (const content of forms) {
			const document = await documents.upload({
				libraryId,
				requestBody: { file: { fileName, content } },
			});
			expect(document).toMatchObject({ name: fileName, size: 5, processStatus: 'todo' });
			await documents.delete({ libraryId, documentId: document.id });
		}
		const file = new File([text], 'other.txt', { type: 'text/plain' });
		const document = await documents.upload({ libraryId, requestBody: { file } });
		expect(document.name).toBe('other.txt');
	});

	test('waits for a document and reads its text', async () => {
		const { documents } = librariesOf(session);
		const ids = await uploaded('animals.pdf', smallPdf('Zebra', 'Giraffe').toString('latin1'));
		const statuses = [];
		do statuses.push((await documents.status(ids)).processStatus);
		while (statuses.at(-1) !== 'done');
		expect(statuses).toEqual(['in_progress', 'done']);
		expect(await documents.textContent(ids)).toEqual({ text: 'Zebra\nGiraffe' });
		expect(await documents.textContent({ ...ids, pageStart: 1 })).toEqual({ text: 'Giraffe' });
		expect(await documents.get(ids)).toMatchObject({ numberOfPages: 2, extension: 'pdf' });
		await documents.reprocess(ids);
		expect((await documents.status(ids)).processingStatus).toBe('Running');
	});

	test('lists, changes and deletes documents', async () => {
		const { documents } = librariesOf(session);
		const ids = await uploaded();
		const expiresAt = new Date('2999-01-01T00:00:00Z');
		const attributes = { key: 'a', tags: ['b'], count: 1, seen: new Date(0) };
		const updateDocumentRequest = { name: 'zebra.txt', attributes, expiresAt };
		const changed = await documents.update({ ...ids, updateDocumentRequest });
		expect(changed).toMatchObject({
			name: 'zebra.txt',
			attributes: { ...attributes, seen: '1970-01-01T00:00:00.000Z' },
			expiresAt,
		});
		const renamed = { ...ids, updateDocumentRequest: { name: 'renamed.txt' } };
		await documents.librariesDocumentsUpdateV1(renamed);
		const { data, pagination } = await documents.list({
			libraryId: ids.libraryId,
			search: 'RENAMED',
			sortBy: 'name',
			sortOrder: 'asc',
		});
		expect(data).toMatchObject([{ id: ids.documentId, attributes: { key: 'a' } }]);
		expect(pagination).toMatchObject({ totalItems: 1, hasMore: false });
		await documents.delete(ids);
		await expect(documents.get(ids)).rejects.toMatchObject({ statusCode: 404 });
	});

	test('gets URLs to the file and to its text', async () => {
		const { documents } = librariesOf(session);
		const ids = await uploaded();
		for (let looks = 0; looks < 2; looks++) await documents.get(ids);
		const urls = [await documents.getSignedUrl(ids), await documents.extractedTextSignedUrl(ids)];
		for (const url of urls) {
			expect(await (await fetch(url)).text()).toBe('The zebra has stripes.');
		}
	});

	test('shares a library and takes that back', async () => {
		const { accesses } = librariesOf(session);
		const { libraryId } = await uploaded();
		const sharingRequest = { ...user, level: 'Editor' as const };
		const given = await accesses.updateOrCreate({ libraryId, sharingRequest });
		expect(given).toMatchObject({ ...user, role: 'Editor' });
		expect((await accesses.list({ libraryId })).data).toHaveLength(2);
		const revoked = await accesses.delete({ libraryId, sharingDelete: user });
		expect(revoked).toMatchObject(user);
		expect((await accesses.list({ libraryId })).data).toHaveLength(1);
	});

	test('understands the deletes that are announced', async () => {
		const libraries = librariesOf(tomorrow);
		const { id: libraryId } = await libraries.create({ name: 'Short-lived' });
		const sharingRequest = { ...user, level: 'Viewer' as const };
		await libraries.accesses.updateOrCreate({ libraryId, sharingRequest });
		const sharing = { libraryId, sharingDelete: user };
		expect(await libraries.accesses.delete(sharing)).toBeUndefined();
		expect(await libraries.delete({ libraryId })).toBeUndefined();
	});

	test('searches libraries and downloads generated files', async () => {
		const { beta, files } = clientOf(session);
		const { libraryId, documentId } = await uploaded();
		for (let looks = 0; looks < 2; looks++) {
			await beta.libraries.documents.get({ libraryId, documentId });
		}
		const model = 'mistral-medium-latest';
		const searched = await beta.conversations.start({
			model,
			inputs: 'What about the zebra?',
			tools: [{ type: 'document_library', libraryIds: [libraryId] }],
		});
		expect(searched.outputs).toMatchObject([
			{ name: 'document_library' },
			{ content: [{}, { type: 'tool_reference', title: 'animals.txt' }, {}] },
		]);
		const drawn = await beta.conversations.start({
			model,
			inputs: 'A zebra',
			tools: [{ type: 'image_generation' }],
		});
		const [, fileId = ''] = /"fileId":"([^"]+)"/.exec(JSON.stringify(drawn.outputs)) ?? [];
		const bytes = await new Response(await files.download({ fileId })).arrayBuffer();
		expect(Buffer.from(bytes).toString('latin1', 1, 4)).toBe('PNG');
	});

	test('reports refusals', async () => {
		const libraries = librariesOf(session);
		const refused = {
			statusCode: 422,
			detail: [expect.objectContaining({ type: 'uuid_parsing' })],
		};
		await expect(libraries.get({ libraryId: 'lib_1' })).rejects.toMatchObject(refused);
	});
});
