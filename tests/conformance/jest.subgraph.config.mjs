// Runs the compiled tests of @apollo/federation-subgraph-compatibility-tests where they are
// installed, without the Docker, PM2 and Rover that their own launcher wants.
import { join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '../..');

export default {
  rootDir: join(
    REPOSITORY,
    'node_modules/@apollo/federation-subgraph-compatibility-tests/dist/tests',
  ),
  testEnvironment: 'node',
  testMatch: ['**/*.test.js'],
  testPathIgnorePatterns: [],
  // Jest overlooks what is inside of node_modules unless told not to.
  haste: { retainAllFiles: true },
  transform: {},
  moduleNameMapper: {
    '^make-fetch-happen$': join(import.meta.dirname, 'fetch-over-test-addresses.cjs'),
  },
};
