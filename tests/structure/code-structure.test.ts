// Long because each rule stands beside the fixtures that break it.
// Goal: the house rules of naming, layers and code hold in every file.
// Method: each rule runs over the repository, and over fixtures that break it, so that a rule that
// no longer catches anything fails.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FAULTS, isFaultCode } from '../../common/process/errors/faults.ts';
import { DATABASE_PORT } from '../../common/topology/general-variables.ts';
import { SERVICES } from '../../common/topology/services.ts';
import type { Rule } from '../../scripts/contract/schema-check/rule.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { onlyErrorsAreClasses } from './class-rules.ts';
import {
  environmentInConfigOnly,
  noEmptyCatch,
  noNumberForUnreadable,
  noSkippedTests,
  nothingLeftToDo,
  portsInTableOnly,
  sqlInStoresOnly,
  thrownFaultsArePublic,
} from './code-rules.ts';
import { peopleAreThey, plainComments } from './comment-rules.ts';
import { upperCaseConstants } from './constant-rules.ts';
import {
  kebabCaseNames,
  longFilesSayWhy,
  shortFiles,
  shortLines,
  telltaleNames,
} from './file-rules.ts';
import { layers, nobodyNeedsTests, oneFilePerName, oneFolderPerCommand } from './import-rules.ts';
import { membersWithoutReadonly } from './readonly-rules.ts';
import { repositoryFiles } from './source-files.ts';
import {
  columnsAreInSchema,
  rowsAreDescribedOnce,
  rowsAreTyped,
  tinyIntsAreBooleans,
} from './sql-rules.ts';

type Fixture = { path: string; text?: string };

interface GuardedRule {
  rule: Rule;
  breaks: Fixture[];
  keeps: Fixture[];
  /** Stands beside every fixture. */
  beside?: Fixture[];
  /** Only all the fixtures of `breaks` side by side break the rule. */
  together?: boolean;
}

// Put together, so that this file itself stays within the rules.
const SKIP = `test.${'skip'}('later', () => {});`;
/** Rules about statements compare them with it. */
const SALE_SCHEMA: Fixture = {
  path: 'prisma/ventas/schema.prisma',
  text:
    'model Sale {\n  id     String @id\n  status String\n  total  Int\n}\n' +
    'model SaleItem {\n  saleId String\n  line   Int\n}\n',
};
const PORTS = [...SERVICES.map(({ defaultPort }) => defaultPort), DATABASE_PORT];
/** It stands at the top, beside the folders that the rules look at. */
const DOCKERFILE: Fixture = {
  path: 'Dockerfile',
  text: readFileSync(join(REPOSITORY_ROOT, 'Dockerfile'), 'utf8'),
};
const WORK_LEFT = `// ${'TO'}DO: later`;

const rules: Record<string, GuardedRule> = {
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
      { path: 'web/server/a.ts', text: "import { b } from '../../common/values/b.ts';" },
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
    ],
  },
  'nothing but tests imports tests, and nothing imports engines': {
    rule: nobodyNeedsTests,
    breaks: [
      { path: 'bench/a.ts', text: "import { b } from '../tests/support/b.ts';" },
      { path: 'scripts/stack/a.ts', text: "import { b } from '../../tests/faults/b.ts';" },
      { path: 'common/values/a.test.ts', text: "import { b } from '../../tests/faults/b.ts';" },
      { path: 'tests/a.ts', text: "import { b } from '../engines/hive/b.ts';" },
    ],
    keeps: [
      { path: 'tests/faults/a.ts', text: "import { b } from '../support/b.ts';" },
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
  'a constant that holds nothing but data is in UPPER_CASE': {
    rule: upperCaseConstants,
    breaks: [
      { path: 'router/a.ts', text: 'const limitMs = 60 * 1_000;\n' },
      { path: 'router/a.ts', text: "export const names: readonly string[] = ['a', B] as const;\n" },
      { path: 'tests/a.ts', text: "const folder = join(import.meta.dirname, 'a');\n" },
      { path: 'tests/a.ts', text: `const text = \`a; \${B}\`;\nconst aPattern = /a;"/g;\n` },
      { path: 'scripts/a.mjs', text: "const table = { a: 1, b: ['c'] };\n" },
    ],
    keeps: [
      {
        path: 'router/a.ts',
        text: 'const LIMIT_MS = 1;\nconst shape = z.object({ a: z.string() });\n',
      },
      { path: 'router/a.ts', text: 'const add = (a: number) => a + 1;\nconst seen = new Set();\n' },
      { path: 'router/a.ts', text: 'function a() {\n  const limit = 1;\n}\n' },
    ],
  },
  'members of types are not marked readonly': {
    rule: membersWithoutReadonly,
    breaks: [
      { path: 'router/a.ts', text: 'interface A {\n  readonly b?: string;\n}\n' },
      { path: 'router/a.ts', text: "type A = { readonly kind: 'B' };\n" },
    ],
    keeps: [
      { path: 'router/a.ts', text: 'interface A {\n  b: readonly string[];\n}\n' },
      { path: 'router/a.ts', text: 'class AError extends Error {\n  readonly b: string;\n}\n' },
    ],
  },
  'only errors are classes': {
    rule: onlyErrorsAreClasses,
    breaks: [
      { path: 'router/a.ts', text: 'export class Cache {\n}\n' },
      { path: 'router/a.ts', text: 'class Errors extends Map {}\n' },
    ],
    keeps: [
      { path: 'router/a.ts', text: 'export class NoAnswerError extends Error {}\n' },
      { path: 'router/a.ts', text: 'class HttpFault extends Error {\n}\n' },
    ],
  },
  'a comment is a sentence or the name of a thing': {
    rule: plainComments,
    breaks: [
      { path: 'router/a.ts', text: `/** ${'What'} is sent. */\n` },
      { path: 'router/a.ts', text: `/**\n * Sends it.\n * @returns ${'how'} many\n */\n` },
      { path: 'router/a.ts', text: `// ${'Where'} it is.\n` },
      { path: 'router/a.ts', text: `// One thing.\n// ${'Whoever'} waits is told.\n` },
      { path: 'router/a.ts', text: `a(); // ${'For'} whom it asks.\n` },
    ],
    keeps: [
      { path: 'router/a.ts', text: '/** The body. @throws when nobody answers */\n' },
      { path: 'router/a.ts', text: '// When nobody answers, it waits.\n' },
    ],
  },
  'people are they': {
    rule: peopleAreThey,
    breaks: [{ path: 'router/a.ts', text: `// The seller and ${'his'} sales.\n` }],
    keeps: [{ path: 'router/a.ts', text: '// Sellers and their sales.\n' }],
  },
  'the environment is read in config.ts only': {
    rule: environmentInConfigOnly,
    breaks: [{ path: 'router/main.ts', text: 'const port = process.env.PORT;' }],
    keeps: [
      { path: 'router/config.ts', text: 'process.env' },
      { path: 'scripts/stack/start/start.ts', text: 'process.env' },
    ],
  },
  'no error is swallowed': {
    rule: noEmptyCatch,
    breaks: [
      { path: 'router/a.ts', text: 'try { a(); } catch {}' },
      { path: 'router/a.ts', text: 'try { a(); } catch (error) {\n  // never mind\n}' },
      { path: 'router/a.ts', text: 'a().catch(() => {});' },
      { path: 'router/a.ts', text: 'a().catch((error) => undefined);' },
    ],
    keeps: [
      { path: 'router/a.ts', text: 'try { a(); } catch (cause) { throw new B({ cause }); }' },
      { path: 'router/a.ts', text: 'a().catch((error) => log.error(error));' },
      { path: 'router/a.ts', text: '// A pause cut short.\na().catch(() => undefined);' },
    ],
  },
  'no work is left open': {
    rule: nothingLeftToDo,
    breaks: [
      { path: 'router/a.ts', text: WORK_LEFT },
      { path: 'schema/a.graphql', text: WORK_LEFT },
    ],
    keeps: [{ path: 'router/a.ts', text: '// Todo producto tiene un precio.' }],
  },
  'no test is skipped': {
    rule: noSkippedTests,
    breaks: [{ path: 'router/a.test.ts', text: SKIP }],
    keeps: [
      { path: 'router/a.test.ts', text: "test.each([1])('runs %p', () => {});" },
      { path: 'tests/support/skip-with-message.ts', text: SKIP },
    ],
  },
  'a fault that a subgraph throws is public': {
    rule: thrownFaultsArePublic((code) => isFaultCode(code) && FAULTS[code].isPublic),
    breaks: [
      { path: 'subgraphs/ventas/a.ts', text: "throw fault('NOT_FOUND');" },
      { path: 'common/subgraph/a.ts', text: "throw fault(\n  'NO_SUCH_CODE', detail);" },
    ],
    keeps: [
      { path: 'subgraphs/ventas/a.ts', text: "throw fault('FORBIDDEN');" },
      { path: 'router/a.ts', text: "throw fault('NOT_FOUND');" },
    ],
  },
  'a default port stands in the table of services only': {
    rule: (given) => portsInTableOnly(PORTS)([...given, withText(DOCKERFILE)]),
    breaks: [
      { path: 'router/a.ts', text: "const url = 'http://127.0.0.1:4001/graphql';" },
      { path: 'engines/a.yaml', text: 'listen: 4000' },
      { path: 'scripts/stack/a.ts', text: 'const port = 3307;' },
      { path: 'Dockerfile', text: 'EXPOSE 4000' },
    ],
    keeps: [
      { path: 'common/topology/services.ts', text: 'defaultPort: 4001,' },
      { path: 'router/a.test.ts', text: 'port: 4000' },
      { path: 'router/a.ts', text: 'const MAX_ROWS = 14_000;' },
    ],
  },
  'what cannot be read is no number': {
    rule: noNumberForUnreadable,
    breaks: [
      { path: 'subgraphs/ventas/a.ts', text: 'const id = parseRowId(input.id) ?? 0;' },
      { path: 'subgraphs/ventas/a.ts', text: "load(parseRowId<'Sale'>(String(id)) ?? -1)" },
      { path: 'scripts/replay/a.ts', text: 'parseSoles(total) ?? Number.NaN' },
    ],
    keeps: [{ path: 'subgraphs/ventas/a.ts', text: "parseRowId(id) ?? 'unknown'" }],
  },
  'SQL stands in stores only': {
    rule: sqlInStoresOnly,
    breaks: [
      { path: 'subgraphs/ventas/sales/a.ts', text: "query('SELECT id FROM Sale')" },
      { path: 'subgraphs/ventas/sales/a.ts', text: 'query(`\n  UPDATE Sale SET total = 1`)' },
      { path: 'subgraphs/ventas/sales/a.ts', text: "query(select(SALE, ['id'], 'LIMIT 1'))" },
    ],
    keeps: [
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: "query('SELECT id FROM Sale')" },
      { path: 'subgraphs/ventas/sales/a.ts', text: "log.info('UPDATED')" },
      { path: 'subgraphs/ventas/main.ts', text: "script([{ sql: 'SELECT 1' }])" },
    ],
  },
  'rows have the type of the columns that are selected': {
    rule: rowsAreTyped,
    breaks: [
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: '(rows as SaleRow[]).map(idOf)' },
      { path: 'subgraphs/ventas/sales/open.ts', text: 'const ids = rows as { id: string }[];' },
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: "query(claimed<Row>('SHOW TABLES'))" },
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: "{ sql: 'SELECT id FROM Sale' }" },
      { path: 'scripts/operate/verify/a.ts', text: 'return rows as Finding[];' },
      { path: 'common/subgraph/database/keyset.ts', text: 'rows as IndexedRow[]' },
    ],
    keeps: [
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: "query(select(SALE, ['id'], 'x'))" },
      { path: 'subgraphs/ventas/sales/edit.ts', text: 'Object.keys(a) as (keyof A)[]' },
      { path: 'tests/stores/a.test.ts', text: "query(claimed<Row>('SELECT 1'))" },
    ],
  },
  'a TINYINT is a boolean': {
    rule: tinyIntsAreBooleans,
    breaks: [{ path: 'prisma/ventas/schema.prisma', text: '  rank Int @db.TinyInt' }],
    keeps: [SALE_SCHEMA, { path: 'prisma/ventas/schema.prisma', text: '  active Boolean' }],
  },
  'a row is described once, by the Prisma schema': {
    rule: rowsAreDescribedOnce,
    breaks: [
      {
        path: 'subgraphs/ventas/sales/sale-store.ts',
        text: 'export interface Row {\n  id: string;\n  status: string;\n  total: number;\n}\n',
      },
    ],
    keeps: [
      {
        path: 'subgraphs/ventas/sales/sale-store.ts',
        text: 'interface New {\n  id: string;\n  total: number;\n  lines: Line[];\n}\n',
      },
    ],
    beside: [SALE_SCHEMA],
  },
  'every column that a statement names is in the Prisma schema': {
    rule: columnsAreInSchema,
    breaks: [
      { path: 'subgraphs/ventas/a-store.ts', text: "'UPDATE Sale SET amount = ? WHERE id = ?'" },
      { path: 'subgraphs/ventas/b-store.ts', text: "select(SALE, ['id'], 'WHERE state = ?')" },
      { path: 'subgraphs/ventas/c-store.ts', text: '`INSERT INTO Ventas (id) VALUES (?)`' },
      { path: 'scripts/operate/verify/d-checks.ts', text: '`SELECT MAX(day) AS at FROM Sale`' },
      { path: 'subgraphs/ventas/e-store.ts', text: "{ units: numeric('units + 1') }, 'FROM Sale'" },
      {
        path: 'subgraphs/ventas/f-store.ts',
        text: "'FROM Sale JOIN SaleItem i WHERE i.status = ?'",
      },
    ],
    keeps: [
      { path: 'subgraphs/ventas/a-store.ts', text: '`UPDATE Sale SET total = total + ?`' },
      { path: 'subgraphs/ventas/b-store.ts', text: "select(SALE, ['id'], 'WHERE status = ?')" },
      { path: 'subgraphs/ventas/c-store.ts', text: "throw new Error('none of these')" },
    ],
    beside: [SALE_SCHEMA],
  },
};

const files = repositoryFiles();
const withText = ({ path, text = '' }: Fixture) => ({ path, text });

test('the rules look at the code of every part', () => {
  const tops = new Set(files.map(({ path }) => path.split('/')[0]));
  expect([...tops]).toEqual(expect.arrayContaining(['common', 'router', 'schema', 'subgraphs']));
});

test.each(Object.entries(rules))('%s', (_, { rule }) => {
  expect(rule(files)).toEqual([]);
});

test.each(Object.entries(rules))(
  'caught when broken: %s',
  (_, { rule, breaks, keeps, beside = [], together = false }) => {
    const sets = together ? [breaks] : breaks.map((fixture) => [...beside, fixture]);
    for (const fixtures of sets) expect(rule(fixtures.map(withText))).not.toEqual([]);
    expect(rule([...beside, ...keeps].map(withText))).toEqual([]);
  },
);
