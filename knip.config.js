// knip finds files, exports and packages that nothing uses. Entries are started by their path.
import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const COMMANDS = Object.values(scripts).map((script) => script.split(' ').at(-1));

export default {
  entry: [
    ...COMMANDS,
    '{subgraphs/*,router,engines/*,web/server}/main.ts',
    'subgraphs/*/codegen-mappers.ts',
    'bench/gateways/*.ts',
    'scripts/setup.mjs',
    'scripts/stack/chaos/chaos-worker.ts',
    'scripts/develop/ci-summary/ci-summary.mjs',
    'deploy/docker/healthcheck.ts',
    'tests/conformance/jest.subgraph.config.mjs',
    'tests/support/{datamodel-generator,record-connections,record-modules}.mjs',
    // It imports types of ours.
    '**/generated/**/*.ts',
  ],
  project: ['{common,deploy,subgraphs,router,engines,scripts,tests,bench,web}/**/*.{ts,tsx,mjs}'],
  // A type may be exported for those who name a parameter or a result of the functions beside it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Started by their path.
  ignoreDependencies: [
    '@apollo/federation-subgraph-compatibility-tests',
    '@biomejs/biome',
    // Its file is put into pages.
    'axe-core',
    // Styles name its file.
    '@fontsource-variable/inter',
    // Its text is put into pages.
    'axe-core',
    'jest',
    'node',
  ],
  // Looked for on the machine; the tests that need one say when it is missing.
  ignoreBinaries: ['flock', 'docker-compose', 'kubectl', 'redis-server', 'script'],
  prisma: false,
};
