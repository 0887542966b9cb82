import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';

import { useSimulator } from '../simulator/useSimulator';
import { bytesOf, onDisk } from './files';
import { credentialFor, runConversations, runNode } from './workflow';

const session = useSimulator();
const draw = async (parameters: INodeParameters = {}) => {
	// So that n8n's storage is there.
	await onDisk('');
	const { outputs, files, error } = await runConversations(credentialFor(session.simulator), {
		operation: 'start',
		text: 'Draw a fox',
		tools: { values: [{ type: 'image_generation' }] },
		...parameters,
	});
	return { item: outputs[0]?.[0] ?? {}, binary: files[0] ?? {}, error };
};
const downloads = () =>
	session.simulator.requests.filter(({ path }) => path.startsWith('/v1/files/'));
const download = async (fileId: string, parameters: INodeParameters = {}) => {
	await onDisk('');
	return await runNode('mistralConversations', credentialFor(session.simulator), {
		resource: 'file',
		operation: 'download',
		fileId,
		...parameters,
	});
};
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Buffer.from('\0\x10JFIF and so on')]);

/** A streamed answer with files of these names and types. */
const answerWith = (...files: Array<{ file_id: string; file_name?: string; file_type?: string }>) =>
	session.simulator.faults.add({
		method: 'POST',
		events: [
			{ type: 'conversation.response.started', conversation_id: 'conv_1' },
			...files.map((file, index) => ({
				type: 'message.output.delta',
				id: 'msg_1',
				content_index: index,
				content: { type: 'tool_file', tool: 'image_generation', ...file },
			})),
			{ type: 'conversation.response.done', usage: {} },
		],
	});
const addFile = (content: Buffer) =>
	session.simulator.state.files.add({
		filename: 'x',
		mimetype: 'application/octet-stream',
		source: 'mistral',
		size: content.length,
		content,
	}).id;

describe('a file that the model has made', () => {
	it.each([true, false])(
		'is in the output, with its name and type (stream: %s)',
		async (stream) => {
			const { item, binary } = await draw({ stream });
			const [{ id } = { id: '' }] = session.simulator.state.files.list();
			expect(item.files).toEqual([
				{
					fileId: id,
					fileName: 'image_generated_0',
					fileType: 'png',
					binaryPropertyName: 'file_0',
				},
			]);
			expect(binary).toMatchObject({
				file_0: {
					fileName: 'image_generated_0.png',
					mimeType: 'image/png',
					fileExtension: 'png',
					fileType: 'image',
				},
			});
			const bytes = await bytesOf(binary.file_0 as IBinaryData);
			expect(sha256(bytes)).toBe(sha256(session.simulator.state.files.bytesOf(id)));
			expect(binary.file_0?.id).toMatch(/^filesystem/);
			expect(downloads()).toMatchObject([
				{ headers: { authorization: `Bearer ${session.simulator.apiKey}` } },
			]);
		},
	);

	it('is in the output also when the object of the API is wanted', async () => {
		const { item, binary } = await draw({ simplify: false });
		expect(item.object).toBe('conversation.response');
		expect(Object.keys(binary)).toEqual(['file_0']);
	});

	it('has the type that its bytes say, whatever its name says', async () => {
		const files = [
			{ file_id: addFile(jpeg), file_name: 'fox', file_type: 'png' },
			{ file_id: addFile(jpeg), file_name: 'fox.png' },
			{ file_id: addFile(jpeg), file_name: 'a.b.jpeg' },
			{ file_id: addFile(Buffer.from('%PDF-1.7')), file_name: 'Report' },
			{ file_id: addFile(Buffer.from('a,b\n1,2')), file_name: 'table.csv' },
			{ file_id: addFile(Buffer.from('a,b\n1,2')), file_name: 'table', file_type: 'csv' },
			{ file_id: addFile(Buffer.from('RIFF1234WEBPVP8 ')) },
		];
		answerWith(...files);
		const { item, binary } = await draw();
		expect(Object.values(binary).map(({ fileName, mimeType }) => [fileName, mimeType])).toEqual([
			['fox.jpg', 'image/jpeg'],
			['fox.jpg', 'image/jpeg'],
			['a.b.jpeg', 'image/jpeg'],
			['Report.pdf', 'application/pdf'],
			['table.csv', 'text/csv'],
			['table.csv', 'text/csv'],
			[`${files[6]?.file_id}.webp`, 'image/webp'],
		]);
		expect(item.files).toMatchObject(
			files.map((_, index) => ({ binaryPropertyName: `file_${index}` })),
		);
	});

	it('that cannot be downloaded leaves the answer and the other files', async () => {
		answerWith(
			{ file_id: 'lost', file_name: 'lost' },
			{ file_id: addFile(jpeg), file_name: 'fox' },
		);
		const { item, binary, error } = await draw();
		expect(error).toBeUndefined();
		expect(item).toMatchObject({
			status: 'completed',
			files: [{ fileId: 'lost', error: expect.any(String) }, { binaryPropertyName: 'file_1' }],
		});
		expect(Object.keys(binary)).toEqual(['file_1']);
	});

	it('comes whole when the connection broke on the way', async () => {
		const content = Buffer.concat([jpeg, Buffer.alloc(300_000, 'x')]);
		answerWith({ file_id: addFile(content), file_name: 'fox' });
		session.simulator.faults.add({ path: '/v1/files/', disconnect: 'half-answer' });
		session.simulator.faults.add({ path: '/v1/files/', status: 503 });
		const { binary } = await draw();
		expect(sha256(await bytesOf(binary.file_0 as IBinaryData))).toBe(sha256(content));
		expect(downloads()).toHaveLength(3);
	});

	it('stays at Mistral when it is not wanted', async () => {
		const { item, binary } = await draw({ options: { downloadFiles: false } });
		expect(item.files).toEqual([
			{ fileId: expect.any(String), fileName: 'image_generated_0', fileType: 'png' },
		]);
		expect(binary).toEqual({});
		expect(downloads()).toEqual([]);
	});
});

describe('the download of a file by its ID', () => {
	it('gives its bytes, with a type', async () => {
		const { item } = await draw({ options: { downloadFiles: false } });
		const [{ fileId = '' } = {}] = item.files as Array<{ fileId: string }>;
		const { outputs, files } = await download(fileId, { binaryPropertyName: 'picture' });
		expect(outputs[0]).toEqual([{ fileId, fileName: `${fileId}.png`, mimeType: 'image/png' }]);
		const bytes = await bytesOf(files[0]?.picture as IBinaryData);
		expect(sha256(bytes)).toBe(sha256(session.simulator.state.files.bytesOf(fileId)));
	});

	it('of an empty file gives an empty one', async () => {
		const { files, error } = await download(addFile(Buffer.alloc(0)));
		expect(error).toBeUndefined();
		expect(await bytesOf(files[0]?.data as IBinaryData)).toHaveLength(0);
	});

	it.each([
		['3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'was not found'],
		['={{ $json.nothing }}', 'The parameter "File ID" is empty'],
		['..', '".." is not an ID'],
	])('says what is wrong: %j', async (fileId, words) => {
		const { error } = await download(fileId);
		expect(error?.message).toContain(words);
	});
});
