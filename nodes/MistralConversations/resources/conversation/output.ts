import { simplifiedTo } from '../../../shared/operation/simplify';

export const conversationOutput = simplifiedTo(
	'id',
	'name',
	'description',
	'agent_id',
	'agent_version',
	'model',
	'metadata',
	'created_at',
	'updated_at',
);
