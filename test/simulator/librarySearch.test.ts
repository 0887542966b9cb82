import { describe, expect, test } from '@jest/globals';

import { manualsId, handbookId } from './seededLibrary';
import { smallPdf } from './smallPdf';
import { documentsPath, newLibrary, upload } from './uploads';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call, start, append } = session;
const toolFor = (...library_ids: string[]) => [{ type: 'document_library', library_ids }];

const found = (sentence: string, title: string) => [
	{ type: 'text', text: `The documents say: “${sentence}”` },
	{ type: 'tool_reference', tool: 'document_library', title, url: null },
	{ type: 'text', text: '.' },
];

async function ask(question: string, ...libraryIds: string[]) {
	const { outputs } = await start(question, { tools: toolFor(...libraryIds) });
	return outputs;
}

describe('the tool document_library', () => {
	test('says the best sentence of all documents, and where it is', async () => {
		const outputs = await ask('How many days of holiday do we have?', manualsId, handbookId);
		expect(outputs).toMatchObject([
			{
				type: 'tool.execution',
				name: 'document_library',
				arguments: expect.stringContaining(handbookId),
			},
			{ content: found('Everybody has 28 days of holiday a year.', 'Holidays.md') },
		]);
	});

	test('searches only the libraries it is given', async () => {
		const outputs = await ask('How many days of holiday?', manualsId);
		expect(outputs[1]).toMatchObject({ content: expect.stringContaining('found nothing') });
	});

	test('finds an uploaded document when it is processed', async () => {
		const { id } = newLibrary(session);
		const pdf = smallPdf('The zebra has stripes', 'The giraffe has a long neck');
		await upload(session, id, 'animals.pdf', pdf, 'application/pdf');
		const nothing = expect.stringContaining('found nothing');
		expect((await ask('giraffe?', id))[1]).toMatchObject({ content: nothing });
		for (let looks = 0; looks < 2; looks++) await call('GET', documentsPath(id));
		expect((await ask('giraffe?', id))[1]).toMatchObject({
			content: found('The giraffe has a long neck', 'animals.pdf'),
		});
	});

	test('is refused with a library that there is not, or no more', async () => {
		const body = { inputs: 'x', model: 'mistral-medium-latest', tools: toolFor('lib_1') };
		expect((await call('POST', '/v1/conversations', body)).status).toBe(404);
		const { id } = newLibrary(session);
		const { conversation_id } = await start('x', { tools: toolFor(id) });
		await append(conversation_id, 'y');
		session.simulator.state.libraries.delete(id);
		const path = `/v1/conversations/${conversation_id}`;
		expect((await call('POST', path, { inputs: 'z' })).status).toBe(404);
	});
});
