import type { Resource } from '../../../shared/operation/operation';
import { compare } from './compare';
import { deleteDocument } from './delete';
import { download } from './download';
import { get } from './get';
import { getAll } from './getAll';
import { getSignedUrl } from './getSignedUrl';
import { getStatus } from './getStatus';
import { getText } from './getText';
import { getTextSignedUrl } from './getTextSignedUrl';
import { reprocess } from './reprocess';
import { sync } from './sync';
import { update } from './update';
import { upload } from './upload';

export const document: Resource = {
	name: 'Document',
	value: 'document',
	operations: [
		upload,
		getAll,
		sync,
		compare,
		get,
		getText,
		download,
		getStatus,
		update,
		deleteDocument,
		getSignedUrl,
		getTextSignedUrl,
		reprocess,
	],
};
