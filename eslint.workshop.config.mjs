// Everything that is not shipped: n8n's rules for node code forbid `node:http`, timers and `process` here too.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ files: ['**/*.ts'], extends: [js.configs.recommended, tseslint.configs.strict] },
	{
		files: ['**/*.ts'],
		rules: { '@typescript-eslint/no-extraneous-class': 'off' },
	},
);
