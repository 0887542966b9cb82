import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';
import type { IBinaryData, IBinaryKeyData, IDataObject, INodeParameters } from 'n8n-workflow';

import { byId } from '../contract/parameterSets/shared';
import { smallPdf } from '../simulator/smallPdf';
import { useSimulator } from '../simulator/useSimulator';
import { conversationsOf } from './chat';
import { inMemory, onDisk } from './files';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();
const ask = async (
	binary: IBinaryKeyData,
	{ options = {}, ...parameters }: INodeParameters = {},
	settings: Parameters<typeof runConversations>[2] = {},
) => {
	const { outputs, error } = await runConversations(
		credentialFor(session.simulator),
		{
			operation: 'start',
			text: 'What is this?',
			options: { attachments: '*', ...(options as INodeParameters) },
			...parameters,
		},
		{ binaries: [binary], ...settings },
	);
	return { item: outputs[0]?.[0] ?? {}, error };
};
const calls = () =>
	session.simulator.requests.map(
		({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}|conv_\w+/, 'ID')}`,
	);
const bodies = () =>
	session.simulator.requests
		.filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/conversations'))
		.map(({ body }) => body as { inputs: IDataObject[] });
const uploads = () => session.simulator.state.files.list();
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const png = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7) % 256));
const picture = inMemory(png, 'fox.png', 'image/png');
const pdf = (name: string) => inMemory(smallPdf('The zebra has stripes.'), name, 'application/pdf');
const pictureChunk = {
	type: 'image_url',
	image_url: `data:image/png;base64,${png.toString('base64')}`,
};
const documentChunk = (name: string) => ({
	type: 'document_url',
	document_url: expect.stringContaining(session.simulator.state.signedUrls.origin),
	document_name: name,
});

describe('attachments', () => {
	it.each([
		['in the item', (file: IBinaryData) => file],
		[
			'in the storage',
			async ({ data, fileName, mimeType }: IBinaryData) =>
				await onDisk(Buffer.from(data, 'base64'), fileName, mimeType),
		],
	])('go along with the message, byte for byte: %s', async (_, kept) => {
		const plan = pdf('Größe "A".pdf');
		const { item, error } = await ask({ a: await kept(picture), b: await kept(plan) });
		expect(error).toBeUndefined();
		expect(calls()).toEqual(['POST /v1/files', 'GET /v1/files/ID/url', 'POST /v1/conversations']);
		const [upload, url] = session.simulator.requests;
		expect(upload?.body).toMatchObject({
			purpose: 'ocr',
			sha256: sha256(Buffer.from(plan.data, 'base64')),
			mimeType: 'application/pdf',
		});
		expect(upload?.headers['content-length']).toBe(String(upload?.rawBody?.length));
		expect(url?.query).toEqual({ expiry: '168' });
		expect(bodies()).toMatchObject([
			{
				inputs: [
					{
						type: 'message.input',
						role: 'user',
						content: [
							{ type: 'text', text: 'What is this?' },
							pictureChunk,
							documentChunk('Größe "A".pdf'),
						],
					},
				],
			},
		]);
		const [file] = uploads();
		expect(item.attachments).toEqual([{ fileId: file?.id, fileName: 'Größe "A".pdf' }]);
	});

	it('are those that are named, each once', async () => {
		await ask(
			{ a: picture, b: pdf('b.pdf'), c: picture },
			{ options: { attachments: ' c, b ,c' } },
		);
		const [{ inputs = [] } = {}] = bodies();
		expect(inputs[0]?.content).toMatchObject([{}, pictureChunk, documentChunk('b.pdf')]);
	});

	it('are none where an item has none and all are wanted', async () => {
		const { item } = await ask({});
		expect(item).not.toHaveProperty('attachments');
		expect(bodies()).toMatchObject([{ inputs: 'What is this?' }]);
	});

	it('go behind the last thing that the user says', async () => {
		const messages = {
			values: [
				{ role: 'user', text: 'Hello' },
				{ role: 'user', text: 'What is this?' },
				{ role: 'assistant', text: 'It', prefix: true },
			],
		};
		await ask({ a: picture }, { inputType: 'messages', messages });
		const inputs = [
			{ role: 'user', content: [{ type: 'text', text: 'What is this?' }] },
			{ type: 'message.output', content: 'Hm', role: 'assistant' },
		];
		await ask({ a: picture }, { inputType: 'json', inputs: JSON.stringify(inputs) });
		const content = [{ type: 'text', text: 'What is this?' }, pictureChunk];
		expect(bodies()).toMatchObject([
			{ inputs: [{ content: 'Hello' }, { content }, { content: 'It' }] },
			{ inputs: [{ content }, { content: 'Hm' }] },
		]);
	});

	it('may be addresses, which Mistral fetches itself', async () => {
		const attachmentUrls = [
			'https://example.com/a%20b.PNG?size=1',
			'https://example.com/report%20%E2.pdf',
			'https://example.com',
		];
		await ask({}, { options: { attachmentUrls } });
		const [{ inputs = [] } = {}] = bodies();
		expect(inputs[0]?.content).toEqual([
			{ type: 'text', text: 'What is this?' },
			{ type: 'image_url', image_url: 'https://example.com/a%20b.PNG?size=1' },
			{
				type: 'document_url',
				document_url: 'https://example.com/report%20%E2.pdf',
				document_name: 'report \ufffd.pdf',
			},
			{ type: 'document_url', document_url: 'https://example.com/' },
		]);
		expect(calls()).toEqual(['POST /v1/conversations']);
	});

	it('go along with every kind of message', async () => {
		const sent = { operation: 'send', sessionKey: 's1' };
		const first = await ask({ a: pdf('a.pdf') }, sent);
		const second = await ask({ a: pdf('b.pdf') }, sent);
		expect([first.item.session, second.item.session]).toEqual(['started', 'continued']);
		const conversationId = byId(String(second.item.conversationId));
		const appended = await ask({ a: pdf('c.pdf') }, { operation: 'append', conversationId });
		const entry = conversationsOf(session.simulator)[0]?.entries.at(-1);
		const restarted = await ask(
			{ a: pdf('d.pdf') },
			{ operation: 'restart', conversationId, fromEntryId: byId(String(entry?.id)) },
		);
		for (const { item } of [first, second, appended, restarted]) {
			expect(item).toMatchObject({ attachments: [{ fileId: expect.any(String) }] });
		}
		expect(bodies().map(({ inputs }) => inputs[0]?.content)).toMatchObject(
			['a', 'b', 'c', 'd'].map((name) => [{}, documentChunk(`${name}.pdf`)]),
		);
	});

	it('of types that nobody has told are known by their names', async () => {
		const plan = { ...pdf('Plan.PDF'), mimeType: 'application/octet-stream' };
		const photo = { ...picture, fileName: 'fox.JPEG', mimeType: 'application/octet-stream' };
		await ask({ a: { ...picture, mimeType: 'image/PNG; name=fox' }, b: plan, c: photo });
		expect(uploads()).toMatchObject([{ mimetype: 'application/pdf' }]);
		const photoUrl = pictureChunk.image_url.replace('image/png', 'image/jpeg');
		expect(bodies()[0]?.inputs[0]?.content).toMatchObject([
			{},
			pictureChunk,
			{},
			{ type: 'image_url', image_url: photoUrl },
		]);
	});
});

describe('attachments that Mistral does not take', () => {
	const large = (mimeType: string, fileName: string, bytes: number): IBinaryData => ({
		...inMemory('x', fileName, mimeType),
		id: 'filesystem-v2:nowhere',
		bytes,
	});

	it.each<[string, IBinaryKeyData, INodeParameters, string]>([
		['empty', { b: inMemory('', 'no.pdf', 'application/pdf') }, {}, '"no.pdf" is empty (0 bytes)'],
		[
			'of a wrong type',
			{ b: inMemory('PK', 'a.zip', 'application/zip') },
			{},
			'"a.zip" is of a type that Mistral does not take (application/zip)',
		],
		[
			'an image that is too large',
			{ b: large('image/png', 'b.png', 10_000_001) },
			{},
			'"b.png" has 11 MB, but Mistral takes images of at most 10 MB',
		],
		[
			'a document that is too large',
			{ b: large('application/pdf', 'b.pdf', 512_000_001) },
			{},
			'"b.pdf" has 513 MB, but Mistral takes documents of at most 512 MB',
		],
		['missing', {}, { attachments: 'a, other' }, "no binary field 'other'"],
		['no address', {}, { attachmentUrls: ['ftp://a'] }, 'must be http(s) addresses'],
	])('are refused before anything is sent: %s', async (_, more, options, words) => {
		const { error } = await ask({ a: pdf('a.pdf'), ...more }, { options });
		expect(error?.message).toContain(words);
		expect(calls()).toEqual([]);
	});

	it('are refused where no message can take them', async () => {
		const inputs = JSON.stringify([{ type: 'function.result', tool_call_id: 'x', result: '1' }]);
		const { error } = await ask({ a: pdf('a.pdf') }, { inputType: 'json', inputs });
		expect(error?.message).toContain('There is no message of the user');
		expect(calls()).toEqual([]);
	});
});

describe('an upload of attachments that fails', () => {
	const three = () => ({ a: pdf('a.pdf'), b: pdf('b.pdf'), c: pdf('c.pdf') });
	const failSecond = () =>
		session.simulator.faults.add({
			method: 'POST',
			path: '/v1/files',
			skip: 1,
			status: 500,
			body: { message: 'Out of order' },
		});

	it('after the first of three leaves nothing behind', async () => {
		failSecond();
		const { error } = await ask(three());
		expect(error?.message).toBe('The attachment "b.pdf" could not be uploaded. Out of order');
		expect(calls()).toEqual([
			'POST /v1/files',
			'GET /v1/files/ID/url',
			'POST /v1/files',
			'DELETE /v1/files/ID',
		]);
		expect(uploads()).toEqual([]);
	});

	it('when it gets no address leaves nothing behind, either', async () => {
		session.simulator.faults.add({ path: /url$/, skip: 1, status: 403, times: 1 });
		const { error } = await ask(three());
		expect(error?.message).toContain('The attachment "b.pdf" could not be uploaded');
		expect(uploads()).toEqual([]);
	});

	it('names what it could not remove', async () => {
		failSecond();
		session.simulator.faults.add({ method: 'DELETE', status: 403 });
		const { error } = await ask(three());
		const [file] = uploads();
		expect(error?.description).toContain(
			`These attachments stay among the files of Mistral: "a.pdf" (ID ${file?.id}).`,
		);
	});

	it('is not repeated when nobody knows what came of it', async () => {
		session.simulator.faults.add({ path: '/v1/files', disconnect: 'before-answer' });
		const { error } = await ask({ a: pdf('a.pdf') });
		expect(error?.description).toContain('so it was not sent again');
		expect(calls()).toEqual(['POST /v1/files']);
	});
});

describe('a message that is refused', () => {
	it('names the attachments that stay', async () => {
		const { error } = await ask({ a: pdf('a.pdf'), b: picture }, { model: byId('no-such-model') });
		const [file] = uploads();
		expect(error?.message).toContain('no-such-model');
		expect(error?.description).toContain(`"a.pdf" (ID ${file?.id})`);
	});
});

describe('an item that is stopped because another one has failed', () => {
	/** The first item has an attachment, the second one is refused before that one's message is sent. */
	const askBoth = async (parameters: INodeParameters) => {
		const { error } = await runConversations(
			credentialFor(session.simulator),
			{
				text: 'What is this?',
				model: byId("={{ $itemIndex === 0 ? 'mistral-medium-latest' : 'no-such-model' }}"),
				options: { attachments: '*' },
				...parameters,
			},
			{ items: [{}, {}], binaries: [{ a: pdf('a.pdf') }, {}] },
		);
		return error;
	};

	it('leaves no attachment behind when its message was not sent', async () => {
		session.simulator.faults.add({ path: '/v1/files', latency: 500 });
		const error = await askBoth({ operation: 'start' });
		expect(error?.message).toContain('no-such-model');
		expect(calls().sort()).toEqual([
			'DELETE /v1/files/ID',
			'POST /v1/conversations',
			'POST /v1/files',
		]);
		expect(uploads()).toEqual([]);
	});

	it('has the error of the other one name what could not be removed', async () => {
		session.simulator.faults.add({ path: '/v1/files', latency: 500 });
		session.simulator.faults.add({ method: 'DELETE', status: 403 });
		const error = await askBoth({ operation: 'start' });
		expect(error?.message).toContain('no-such-model');
		const [file] = uploads();
		expect(error?.description).toContain(
			`These attachments stay among the files of Mistral: "a.pdf" (ID ${file?.id}).`,
		);
	});

	it('has the error of the other one name what stays when its message was on the way', async () => {
		const path = '/v1/conversations';
		const { faults } = session.simulator;
		// The second item is refused while the first one, after its upload, looks for its conversation.
		faults.add({ path: '/v1/files', latency: 200, times: 2 });
		faults.add({ method: 'GET', path, skip: 2, latency: 1500, times: 2 });
		faults.add({ method: 'POST', path, latency: 700, status: 400, body: { message: 'Not today' } });
		const error = await askBoth({
			operation: 'send',
			sessionKey: '={{ $itemIndex }}',
			model: byId('mistral-medium-latest'),
		});
		expect(error?.message).toContain('Not today');
		const [file] = uploads();
		expect(error?.description).toContain(`"a.pdf" (ID ${file?.id})`);
	});
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const bytesInMemory = () => {
	collectGarbage();
	return process.memoryUsage().arrayBuffers;
};

/** The most bytes that are in memory while something is done, beyond those that were there before. */
async function mostInMemory(work: () => Promise<void>): Promise<number> {
	const before = bytesInMemory();
	let most = -Infinity;
	const timer = setTimeout(() => {
		most = Math.max(most, bytesInMemory() - before);
		timer.refresh();
	}, 100);
	await work().finally(() => clearTimeout(timer));
	return most;
}

describe('a document of 100 MB', () => {
	it('is sent as it is read, without being in memory', async () => {
		const size = 100_000_000;
		const bytes = Buffer.alloc(size, 'abcdefg');
		const file = await onDisk(bytes, 'large.pdf', 'application/pdf');
		// Its bytes are too many for the simulator to keep, so that it gives no document.
		const most = await mostInMemory(async () => {
			const { error } = await ask({ a: file });
			expect(error?.description).toContain('"large.pdf"');
		});
		expect(session.simulator.requests[0]?.body).toMatchObject({ size, sha256: sha256(bytes) });
		// The simulator keeps 20 MB until it knows that there are more.
		expect(most).toBeLessThan(35_000_000);
		expect(most).toBeGreaterThan(-Infinity);
	});
});
