import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { composeFiles } from './compose-files.ts';
import { describeFinding, staleFiles, writeComposed } from './composed-files.ts';
import { unreachableTypes } from './internal-leaks.ts';

const SCHEMA = resolve(import.meta.dirname, '../../../schema');
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@inaccessible", "@tag"])
`;
const INTERNAL = '@inaccessible @tag(name: "internal")';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-schema-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Composes these subgraphs; the link to the federation directives is put in front of each. */
function composeTexts(texts: Record<string, string>) {
  for (const [name, text] of Object.entries(texts)) {
    writeFileSync(join(directory, `${name}.graphql`), LINK + text);
  }
  return composeFiles(directory);
}

test('the real graph composes without errors or hints, and the same way every time', () => {
  const first = composeFiles(SCHEMA);
  expect([...first.problems, ...first.hints].map(describeFinding)).toEqual([]);
  expect(composeFiles(SCHEMA)).toEqual(first);
});

test('no type of the real clients’ schema is reached by internal fields only', () => {
  const { apiSdl } = composeFiles(SCHEMA);
  expect(unreachableTypes(buildSchema(apiSdl ?? '')).map(({ name }) => name)).toEqual([]);
  for (const name of ['reserveStock', 'ReserveStockInput', 'settleSales', 'SaleDecision']) {
    expect(apiSdl).not.toContain(name);
  }
});

test('descriptions reach the clients’ schema', () => {
  const { apiSdl } = composeTexts({ a: 'type Query { "What a is." a: Int }' });
  expect(apiSdl).toContain('"""What a is."""');
});

test('an input type that only an internal field uses leaks unless it is marked', () => {
  const query = `type Query { a: Int b(input: In): Int ${INTERNAL} }`;
  const leaking = composeTexts({ a: `${query}\ninput In { c: Int }` });
  expect(leaking.supergraphSdl).toBeNull();
  expect(leaking.problems.map(describeFinding)).toEqual([
    `${directory}/a.graphql:4:1 error INTERNAL_LEAK In is internal but clients would see it: ` +
      'mark it @inaccessible.',
  ]);
  expect(composeTexts({ a: `${query}\ninput In ${INTERNAL} { c: Int }` }).problems).toEqual([]);
});

test('a field that is tagged internal but still accessible leaks', () => {
  const { problems } = composeTexts({
    a: 'type Query { a: Int b: Int @tag(name: "internal") }',
  });
  expect(problems.map(({ message, line }) => ({ message, line }))).toEqual([
    { message: expect.stringContaining('Query.b is internal'), line: 3 },
  ]);
});

test('an error of composition names the file and line of each side', () => {
  const { problems } = composeTexts({
    one: 'type Query { a: Int }\n',
    two: 'type Query { b: Int\n  a: Int }\n',
  });
  expect(problems.map(describeFinding)).toEqual([
    expect.stringMatching(/one\.graphql:3:\d+ error INVALID_FIELD_SHARING /),
  ]);
});

test.each([
  ['a syntax error', 'type Query {\n a: }', /a\.graphql:4:5 error INVALID_GRAPHQL Syntax Error/],
  ['an unknown type', 'type Query {\n a: Nope }', /a\.graphql:4:5 error INVALID_GRAPHQL .*Nope/],
])('%s names its file, line and column', (_, text, expected) => {
  const { problems, apiSdl } = composeTexts({ a: text });
  expect(apiSdl).toBeNull();
  expect(problems.map(describeFinding)[0]).toMatch(expected);
});

test('a hint names its place and keeps nothing from composing', () => {
  const product = (what: string) => `"${what}" type Product @key(fields: "id") { id: ID }`;
  const { hints, supergraphSdl } = composeTexts({
    one: `type Query { a: Product }\n${product('What is sold.')}`,
    two: product('Something else.'),
  });
  expect(hints.map(describeFinding)).toEqual([
    expect.stringMatching(/one\.graphql:4:1 hint INCONSISTENT_DESCRIPTION /),
  ]);
  expect(supergraphSdl).not.toBeNull();
});

test('a folder without subgraphs is one sentence', () => {
  expect(composeFiles(directory).problems.map(({ code }) => code)).toEqual(['NO_SUBGRAPHS']);
});

test('composed files are written once, then are up to date until a subgraph changes', () => {
  for (const name of ['shared', ...SUBGRAPH_NAMES]) {
    cpSync(join(SCHEMA, `${name}.graphql`), join(directory, `${name}.graphql`));
  }
  const composition = composeFiles(directory);
  expect(writeComposed(directory, composition)).toHaveLength(2);
  expect(staleFiles(directory, composition)).toEqual([]);
  expect(composeFiles(directory)).toEqual(composition);
  expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);

  const path = join(directory, 'ventas.graphql');
  const changed = readFileSync(path, 'utf8').replace('"One line of a sale,', '"A line of a sale,');
  writeFileSync(path, changed);
  expect(staleFiles(directory, composeFiles(directory))).toHaveLength(2);
});
