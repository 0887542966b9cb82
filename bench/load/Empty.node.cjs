/** The least that n8n takes for a node. */
exports.Empty = class {
	description = {
		displayName: 'Empty',
		name: 'empty',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Empty' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute() {
		return [this.getInputData()];
	}
};
