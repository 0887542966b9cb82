import { simplifiedTo } from '../../../shared/operation/simplify';

export const agentOutput = simplifiedTo(
	'id',
	'name',
	'description',
	'model',
	'version',
	'version_message',
	'instructions',
	'tools',
	'handoffs',
	'metadata',
	'created_at',
	'updated_at',
);
