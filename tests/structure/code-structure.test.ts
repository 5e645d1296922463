// Goal: the house rules of names, comments and code hold in every file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRefusalCode, REFUSALS } from '../../common/process/errors/refusals.ts';
import { serviceNamed } from '../../common/topology/derived.ts';
import { DATABASE_PORT } from '../../common/topology/general-variables.ts';
import { SERVICES } from '../../common/topology/services.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { onlyErrorsAreClasses } from './class-rules.ts';
import {
  environmentInConfigOnly,
  noEmptyCatch,
  noNumberForUnreadable,
  noSkippedTests,
  nothingLeftToDo,
  portsInTableOnly,
  thrownRefusalsArePublic,
} from './code-rules.ts';
import { peopleAreThey, plainComments } from './comment-rules.ts';
import { upperCaseConstants } from './constant-rules.ts';
import { type Fixture, testRules, withText } from './guarded-rules.ts';
import { membersWithoutReadonly } from './readonly-rules.ts';

// Put together, so that this file itself stays within the rules.
const SKIP = `test.${'skip'}('later', () => {});`;
const ROUTER_PORT = serviceNamed('router').defaultPort;
const PORTS = [...SERVICES.map(({ defaultPort }) => defaultPort), DATABASE_PORT];
/** It stands at the top, beside the folders that the rules look at. */
const DOCKERFILE: Fixture = {
  path: 'Dockerfile',
  text: readFileSync(join(REPOSITORY_ROOT, 'Dockerfile'), 'utf8'),
};
const WORK_LEFT = `// ${'TO'}DO: later`;

testRules({
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
      { path: 'router/a.ts', text: 'class HttpRefusal extends Error {\n}\n' },
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
  'a refusal that a subgraph throws is public': {
    rule: thrownRefusalsArePublic((code) => isRefusalCode(code) && REFUSALS[code].isPublic),
    breaks: [
      { path: 'subgraphs/ventas/a.ts', text: "throw refusal('NOT_FOUND');" },
      { path: 'common/subgraph/a.ts', text: "throw refusal(\n  'NO_SUCH_CODE', detail);" },
    ],
    keeps: [
      { path: 'subgraphs/ventas/a.ts', text: "throw refusal('FORBIDDEN');" },
      { path: 'router/a.ts', text: "throw refusal('NOT_FOUND');" },
    ],
  },
  'a default port stands in the table of services only': {
    rule: (given) => portsInTableOnly(PORTS)([...given, withText(DOCKERFILE)]),
    breaks: [
      { path: 'router/a.ts', text: `const url = 'http://127.0.0.1:${ROUTER_PORT}/graphql';` },
      { path: 'engines/a.yaml', text: `listen: ${ROUTER_PORT}` },
      { path: 'deploy/kubernetes/overlays/a/a.yaml', text: `port: ${ROUTER_PORT}` },
      { path: 'scripts/stack/a.ts', text: `const port = ${DATABASE_PORT};` },
      { path: 'Dockerfile', text: `EXPOSE ${ROUTER_PORT}` },
    ],
    keeps: [
      { path: 'common/topology/services.ts', text: `defaultPort: ${ROUTER_PORT},` },
      { path: 'router/a.test.ts', text: `port: ${ROUTER_PORT}` },
      { path: 'deploy/kubernetes/base/network.yaml', text: `port: ${ROUTER_PORT}` },
      { path: 'router/a.ts', text: `const MAX_ROWS = 1${ROUTER_PORT};` },
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
});
