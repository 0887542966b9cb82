import { simplifiedTo } from '../../../shared/operation/simplify';

export const libraryOutput = simplifiedTo(
	'id',
	'name',
	'description',
	'nb_documents',
	'total_size',
	'owner_type',
	'created_at',
	'updated_at',
);
