/**
 * Tests run as the product does: ES modules and type-stripped TypeScript, on the project's own
 * Node.
 */
export default {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/generated/', '/web/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/.data/', '<rootDir>/web/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.mjs' },
  setupFiles: ['<rootDir>/tests/support/one-kind-of-error.mjs'],
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
  // Two, also on larger machines: many tests start servers of their own.
  maxWorkers: 2,
  testTimeout: 30_000,
};
