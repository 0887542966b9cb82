const { testMatch, globalSetup, ...config } = require('./jest.config');

/** Tests in a full n8n, which `e2e/world.ts` starts; the package is built by the command that calls them. */
module.exports = {
	...config,
	testMatch: ['<rootDir>/e2e/**/*.test.ts'],
	testSequencer: '<rootDir>/e2e/longestFirst.js',
	testTimeout: 600_000,
};
