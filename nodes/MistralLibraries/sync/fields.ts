import type { INodeProperties } from 'n8n-workflow';

/** Whose documents are kept in step. */
export const source: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'string',
	default: '={{ $workflow.id }}',
	placeholder: 'e.g. handbook',
	description:
		'Name of what the documents are kept in step with. Only documents with this name are changed and deleted. By default the ID of the workflow.',
};

export const key: INodeProperties = {
	displayName: 'Key',
	name: 'key',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.path }}',
	description:
		'What names the document in its source and stays the same when it changes, such as its path or ID',
};

export const keyPrefix: INodeProperties = {
	displayName: 'Key Prefix',
	name: 'keyPrefix',
	type: 'string',
	default: '',
	placeholder: 'e.g. contracts/',
	description:
		'Look only at keys that begin with this: documents with other keys stay as they are. The way to go folder by folder, or in batches.',
};

export const maxDeletePercent: INodeProperties = {
	displayName: 'Max Delete Percent',
	name: 'maxDeletePercent',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100 },
	default: 25,
	description:
		'How many percent of the documents may go because their keys are gone. With more, or with an empty listing, none is deleted. A single one is always allowed, and with 100 all are.',
};

export const deleteMissing: INodeProperties = {
	displayName: 'Delete Missing',
	name: 'deleteMissing',
	type: 'boolean',
	default: false,
	description:
		'Whether documents of the source are deleted when no item has their key any more. The input must then be the whole source.',
};

export const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to only say what would be done',
};

export const expectedPlan: INodeProperties = {
	displayName: 'Expected Plan',
	name: 'expectedPlan',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $("Dry run").first().json.plan }}',
	description:
		'The plan of a dry run that was approved. It is done with all its deletes, over the limit too. If the plan has become another one, nothing is done.',
};

export const reprocessFailed: INodeProperties = {
	displayName: 'Reprocess Failed',
	name: 'reprocessFailed',
	type: 'boolean',
	default: false,
	description:
		'Whether documents that Mistral could not process are processed once more, which is billed again',
};

/** Of operations whose other documents have no source. */
export const sourceOption: INodeProperties = {
	...source,
	description: 'Name of the source that has the key. By default the ID of the workflow.',
};

export const keyOption: INodeProperties = {
	...key,
	description:
		'What names the document in its source, for libraries that are kept in step with Compare. It is taken off the document that has it.',
};

export const version: INodeProperties = {
	displayName: 'Version',
	name: 'version',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.md5Checksum }}',
	description:
		'Any text that is another one when the content is: a checksum, or the time of the last change',
};

export const versionOption: INodeProperties = {
	...version,
	description: 'That of the content, with which Compare tells next time whether it has changed',
};

export const onlyChanges: INodeProperties = {
	displayName: 'Only Changes',
	name: 'onlyChanges',
	type: 'boolean',
	default: true,
	description: 'Whether to leave out what has not changed',
};
