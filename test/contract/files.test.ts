/** Calls about files, by the official SDK and by the node, against the facts and the vendor's description. */
import { Mistral } from '@mistralai/mistralai';
import { describe, expect, test } from '@jest/globals';

import { inMemory } from '../engine/files';
import { credentialFor, runConversations } from '../engine/workflow';
import { describedTest } from './describedTest';
import { judge } from './judge';
import { useRecordedAnswers } from './recordedAnswers';
import { sentRequest } from './sentRequests';

const session = useRecordedAnswers();

const isAboutFiles = ({ path }: { path: string }) => path.startsWith('/v1/files');

/** Every call about one file, once and in good order. */
async function callBySdk(): Promise<void> {
	const { files } = new Mistral({
		apiKey: session.simulator.apiKey,
		serverURL: session.simulator.url,
	});
	const content = new Uint8Array(Buffer.from('%PDF-1.4'));
	const { id: fileId } = await files.upload({
		file: { fileName: 'Größe "A".pdf', content },
		purpose: 'ocr',
		visibility: 'user',
	});
	await files.getSignedUrl({ fileId, expiry: 168 });
	await files.retrieve({ fileId });
	const downloaded = await new Response(await files.download({ fileId })).arrayBuffer();
	expect(new Uint8Array(downloaded)).toEqual(content);
	await files.delete({ fileId });
}

/** What the node asks for: an upload of attachments whose second one fails, and a picture. */
async function callByNode(): Promise<void> {
	const credential = credentialFor(session.simulator);
	session.simulator.faults.add({
		method: 'POST',
		path: '/v1/files',
		skip: 1,
		status: 500,
		times: 1,
	});
	const pdf = (name: string) => inMemory('%PDF-1.4', name, 'application/pdf');
	const attaching = await runConversations(
		credential,
		{ operation: 'start', text: 'What is this?', options: { attachments: '*' } },
		{ binaries: [{ a: pdf('Größe "A".pdf'), b: pdf('b.pdf') }] },
	);
	expect(attaching.error?.message).toContain('"b.pdf" could not be uploaded');
	const tools = { values: [{ type: 'image_generation' }] };
	const drawing = await runConversations(credential, { operation: 'start', text: 'Draw', tools });
	expect(drawing.files).toMatchObject([{ file_0: { mimeType: 'image/png' } }]);
}

const ofBoth = [
	'files_api_routes_delete_file',
	'files_api_routes_download_file',
	'files_api_routes_get_signed_url',
	'files_api_routes_upload_file',
];

describe.each([
	['the SDK', callBySdk, [...ofBoth, 'files_api_routes_retrieve_file']],
	['the node', callByNode, ofBoth],
])('what %s sends about files', (_, callAll, operationIds) => {
	test('fits the facts', async () => {
		await callAll();
		const requests = await Promise.all(
			session.simulator.requests.filter(isAboutFiles).map(sentRequest),
		);
		const judged = requests.map((request) => judge(request));
		expect(judged.flatMap(({ errors }) => errors)).toEqual([]);
		const called = judged.map(({ operationId }) => operationId);
		expect([...new Set(called)].sort()).toEqual([...operationIds].sort());
	});

	describedTest('fits the vendor’s description, as does what it is answered', async (described) => {
		await callAll();
		const errors = session.answers
			.filter(isAboutFiles)
			.map(({ method, path, query, requestBody: body, status, body: answer }) => [
				...described.requestErrors(method, path, { query, body }),
				...described.answerErrors(method, path, status, answer),
			]);
		expect(errors.flat()).toEqual([]);
		expect(errors.length).toBeGreaterThanOrEqual(operationIds.length);
	});
});

describe('fault is found', () => {
	const file = '/v1/files/3f2504e0-4f89-41d3-9a0c-0305e82c3301';

	test('with an upload that has no file, or fields that the facts do not have', () => {
		const errors = (body: object) =>
			judge({ method: 'POST', path: '/v1/files', query: {}, body }).errors;
		expect(errors({ purpose: 'ocr' })).toEqual(['body.file is missing']);
		expect(errors({ file: new Blob(['x']), name: 'x' })).toEqual(['body.name is unknown']);
		expect(errors({ file: new Blob(['x']), purpose: 'reading' })).not.toEqual([]);
	});

	describedTest('with IDs, hours and answers', (described) => {
		const asked = (path: string, query = {}) => described.requestErrors('GET', path, { query });
		expect(asked(`${file}/url`, { expiry: '168' })).toEqual([]);
		expect(asked(`${file}/url`, { expiry: 'soon' })).not.toEqual([]);
		expect(asked('/v1/files/file_1')).not.toEqual([]);
		const answered = (path: string, body: object) => described.answerErrors('GET', path, 200, body);
		expect(answered(`${file}/url`, { url: 'https://example.com' })).toEqual([]);
		expect(answered(`${file}/url`, {})).not.toEqual([]);
		expect(answered(file, { id: 'x' })).not.toEqual([]);
	});
});
