// Goal: every file stands where its reader looks for it, and is as short as the house wants it.
import { expect, test } from '@jest/globals';
import {
  kebabCaseNames,
  longFilesSayWhy,
  shortFiles,
  shortLines,
  telltaleNames,
} from './file-rules.ts';
import { testRules } from './guarded-rules.ts';
import { layers, nobodyNeedsTests, oneFilePerName, oneFolderPerCommand } from './import-rules.ts';
import { repositoryFiles } from './source-files.ts';

test('the rules look at the code of every part', () => {
  const tops = new Set(repositoryFiles().map(({ path }) => path.split('/')[0]));
  expect([...tops]).toEqual(expect.arrayContaining(['common', 'router', 'schema', 'subgraphs']));
});

testRules({
  'imports go down only: values and topology, process, the two kits of routers and subgraphs': {
    rule: layers,
    breaks: [
      { path: 'subgraphs/ventas/a.ts', text: "import { b } from '../inventario/b.ts';" },
      { path: 'subgraphs/ventas/a.ts', text: "await import('../../router/b.ts');" },
      { path: 'common/values/a.ts', text: "import { b } from '../process/log/b.ts';" },
      { path: 'common/topology/a.ts', text: "import { b } from '../values/b.ts';" },
      { path: 'common/process/a.ts', text: "import { b } from '../subgraph/b.ts';" },
      { path: 'common/process/log/a.ts', text: "import type { B } from '../../../router/b.ts';" },
      { path: 'common/subgraph/a.ts', text: "import { b } from '../../subgraphs/ventas/b.ts';" },
      { path: 'router/a.ts', text: "export { b } from '../subgraphs/ventas/b.ts';" },
      { path: 'router/http/a.ts', text: "import { b } from '../../common/subgraph/b.ts';" },
      { path: 'router/a.ts', text: "import '../scripts/b.ts';" },
      { path: 'router/a.test.ts', text: "import '../scripts/operate/b.ts';" },
      { path: 'engines/a.ts', text: "import { b } from '../common/subgraph/b.ts';" },
      { path: 'scripts/operate/a.ts', text: "import { b } from '../stack/b.ts';" },
      { path: 'web/a.ts', text: "import { b } from '../common/values/b.ts';" },
      { path: 'web/caja/a.tsx', text: "import { b } from '../server/b.ts';" },
      { path: 'web/server/a.ts', text: "import { b } from '../../common/subgraph/b.ts';" },
      { path: 'web/server/a.ts', text: "import { b } from '../gateway/b.ts';" },
    ],
    keeps: [
      { path: 'subgraphs/ventas/sales/a.ts', text: "import { b } from '../sellers/b.ts';" },
      { path: 'subgraphs/ventas/sales/a.ts', text: "import { b } from '../../../common/b.ts';" },
      { path: 'common/process/log/a.ts', text: "import winston from 'winston';" },
      { path: 'common/subgraph/a.ts', text: "import { b } from '../process/b.ts';" },
      { path: 'router/a.test.ts', text: "import { b } from '../tests/support/b.ts';" },
      { path: 'engines/hive/a.ts', text: "import { b } from '../../router/b.ts';" },
      { path: 'scripts/stack/a.ts', text: "import { b } from '../operate/b.ts';" },
      { path: 'web/server/a.ts', text: "import { b } from '../../common/topology/b.ts';" },
      { path: 'web/server/a.ts', text: "import { b } from '../../common/values/b.ts';" },
      { path: 'web/caja/a.tsx', text: "import { b } from '../gateway/b.ts';" },
    ],
  },
  'nothing but tests imports tests or web, and nothing imports engines': {
    rule: nobodyNeedsTests,
    breaks: [
      { path: 'bench/a.ts', text: "import { b } from '../tests/faults/b.ts';" },
      { path: 'scripts/stack/a.ts', text: "import { b } from '../../tests/faults/b.ts';" },
      { path: 'common/values/a.test.ts', text: "import { b } from '../../tests/faults/b.ts';" },
      { path: 'tests/a.ts', text: "import { b } from '../engines/hive/b.ts';" },
      { path: 'scripts/stack/a.ts', text: "import { b } from '../../web/server/b.ts';" },
      { path: 'router/a.ts', text: "import { b } from '../web/words/b.ts';" },
    ],
    keeps: [
      { path: 'tests/faults/a.ts', text: "import { b } from '../support/b.ts';" },
      { path: 'tests/a.ts', text: "import { b } from '../web/server/b.ts';" },
      { path: 'common/values/a.test.ts', text: "import { b } from '../../tests/support/b.ts';" },
    ],
  },
  'a command is the file of its folder': {
    rule: oneFolderPerCommand,
    breaks: [
      { path: 'scripts/sell.ts', text: 'await runCommand(sell);' },
      { path: 'scripts/operate/sell/main.ts', text: 'await runCommand(sell);' },
    ],
    keeps: [{ path: 'scripts/operate/sell/sell.ts', text: 'await runCommand(sell);' }],
  },
  'no two files of scripts have one name': {
    rule: oneFilePerName,
    breaks: [{ path: 'scripts/stack/a.ts' }, { path: 'scripts/operate/a.ts' }],
    keeps: [{ path: 'scripts/stack/a.ts' }, { path: 'scripts/operate/b.ts' }],
    together: true,
  },
  'no file or folder is called utils, helpers, misc or index': {
    rule: telltaleNames,
    breaks: [
      { path: 'common/process/utils/a.ts' },
      { path: 'router/index.ts' },
      { path: 'tests/helpers.test.ts' },
    ],
    keeps: [{ path: 'common/values/money.ts' }, { path: 'tests/structure/index-rules.ts' }],
  },
  'files and folders are kebab-case': {
    rule: kebabCaseNames,
    breaks: [{ path: 'router/subgraphCall.ts' }, { path: 'common/My_Folder/a.ts' }],
    keeps: [
      { path: 'router/subgraph-calls/subgraph-call.test.ts' },
      { path: 'prisma/ventas/migrations/20261122120000_init/migration.sql' },
    ],
  },
  'a file of code has at most 400 lines': {
    rule: shortFiles,
    breaks: [{ path: 'router/a.ts', text: 'a;\n'.repeat(401) }],
    keeps: [
      { path: 'router/a.ts', text: 'a;\n'.repeat(400) },
      { path: 'schema/a.graphql', text: '#\n'.repeat(401) },
    ],
  },
  'a file of over 250 lines says in its head why': {
    rule: longFilesSayWhy,
    breaks: [
      { path: 'router/a.ts', text: 'a;\n'.repeat(251) },
      { path: 'router/a.ts', text: `// Goal: a.\n${'a;\n'.repeat(250)}` },
      { path: 'router/a.ts', text: `${'a;\n'.repeat(250)}// Long because nobody split it.\n` },
      { path: 'router/a.ts', text: `// Long because …\n${'a;\n'.repeat(250)}` },
    ],
    keeps: [
      { path: 'router/a.ts', text: 'a;\n'.repeat(250) },
      { path: 'router/a.ts', text: `// Goal: a.\n// Long because b.\n${'a;\n'.repeat(250)}` },
      { path: 'router/a.ts', text: `/**\n * Long because b.\n */\n${'a;\n'.repeat(250)}` },
      { path: 'schema/a.graphql', text: '#\n'.repeat(251) },
    ],
  },
  'a line of code has at most 100 columns': {
    rule: shortLines,
    breaks: [{ path: 'router/a.ts', text: 'a'.repeat(101) }],
    keeps: [
      { path: 'router/a.ts', text: 'a'.repeat(100) },
      { path: 'router/a.test.ts', text: `test('${'a'.repeat(100)}', async () => {` },
    ],
  },
});
