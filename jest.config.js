/** The official SDK ships ES modules only, and n8n's Wait node needs some: they are compiled like our own code. */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	globalSetup: '<rootDir>/test/build.mjs',
	transform: {
		'\\.(c|m)?[jt]s$': [
			'@swc/jest',
			{
				jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
				module: { type: 'commonjs' },
			},
		],
	},
	transformIgnorePatterns: [
		'/node_modules/(?!@mistralai/mistralai/|sanitize-html/|(dom|entities|htmlparser2))',
	],
	/** Ends what hangs; long, as machines differ and no time decides a test. */
	testTimeout: 120_000,
};
