/** The official SDK ships ES modules only, so it is compiled like our own code. */
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
	transformIgnorePatterns: ['/node_modules/(?!@mistralai/mistralai/)'],
	testTimeout: 30_000,
};
