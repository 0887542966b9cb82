import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

const location = { type: 'execution', workflowId: 'workflow', executionId: '1' } as const;

/** A file inside the item, as n8n has it in memory mode. */
export const inMemory = (
	content: string | Buffer,
	fileName = 'a.txt',
	mimeType = 'text/plain',
): IBinaryData => ({ data: Buffer.from(content).toString('base64'), fileName, mimeType });

/** A file beside the item, as n8n has it in its storage on disk. */
export async function onDisk(
	content: string | Buffer,
	fileName = 'a.txt',
	mimeType = 'text/plain',
): Promise<IBinaryData> {
	const service = Container.get(BinaryDataService);
	await service.init();
	return await service.store(location, Buffer.from(content), { data: '', fileName, mimeType });
}

/** The bytes of a file, wherever it is. */
export const bytesOf = async (file: IBinaryData): Promise<Buffer> =>
	await Container.get(BinaryDataService).getAsBuffer(file);

/** Where a file lies on disk. */
export const pathOf = ({ id }: IBinaryData): string =>
	Container.get(BinaryDataService).getPath(String(id));
