import { simplifiedTo } from '../../../shared/operation/simplify';

export const documentOutput = simplifiedTo(
	'id',
	'name',
	'process_status',
	'mime_type',
	'size',
	'number_of_pages',
	'summary',
	'attributes',
	'created_at',
	'last_processed_at',
	'expires_at',
	'url',
	'library_id',
);
