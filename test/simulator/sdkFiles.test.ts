import { Mistral } from '@mistralai/mistralai';
import { expect, test } from '@jest/globals';

import { useSimulator } from './useSimulator';

const session = useSimulator();

test('the official SDK uploads a file, gets its URL, reads it, asks about it and deletes it', async () => {
	const { url: serverURL, apiKey } = session.simulator;
	const { files, beta } = new Mistral({ apiKey, serverURL });
	const content = new Uint8Array(Buffer.from('%PDF-1.4'));
	const file = await files.upload({ purpose: 'ocr', file: { fileName: 'Plan.pdf', content } });
	expect(file).toMatchObject({ filename: 'Plan.pdf', sizeBytes: 8, mimetype: 'application/pdf' });
	const fileId = file.id;
	expect(await files.retrieve({ fileId })).toMatchObject({ id: fileId, source: 'upload' });
	const chunks = await files.download({ fileId });
	expect(Buffer.from(await new Response(chunks).arrayBuffer()).toString()).toBe('%PDF-1.4');
	const { url } = await files.getSignedUrl({ fileId, expiry: 168 });
	const { outputs } = await beta.conversations.start({
		model: 'mistral-medium-latest',
		inputs: [{ role: 'user', content: [{ type: 'document_url', documentUrl: url }] }],
	});
	expect(outputs).toMatchObject([{ content: expect.stringContaining('the document') }]);
	expect(await files.delete({ fileId })).toEqual({ id: fileId, object: 'file', deleted: true });
	await expect(files.retrieve({ fileId })).rejects.toThrow('was not found');
});
