// Goal: the cost of an operation follows the schema's @cost and @listSize and the request's
// variables, and no way of writing the same operation makes it cheaper.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { readCostTable } from './cost-table.ts';
import { prepareCost } from './operation-cost.ts';

const table = readCostTable(`
  type Query {
    one: Thing
    plain: Int
    list: [Thing!]!
    assumed: [Thing!]! @listSize(assumedSize: 50)
    page(first: Int = 20, search: String @cost(weight: 3)): Page!
      @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], assumedSize: 20)
    some(ids: [Int!]): [Thing!] @listSize(slicingArguments: ["ids"])
    dear: Thing @cost(weight: 30)
    face: Face
  }
  input Line { id: ID quantity: Int tags: [Line!] }
  input Sale { head: Line lines: [Line!]! }
  type Mutation { write(sale: Sale, lines: [Line!]): Thing }
  type Page { nodes: [Thing!]! edges: [Edge!]! count: Int @cost(weight: 10) }
  type Edge { node: Thing }
  type Thing implements Face { id: ID children: [Thing!] @listSize(assumedSize: 3) }
  interface Face { id: ID }
  type Heavy implements Face @cost(weight: 7) { id: ID heavy: Heavy }
`);

function costOf(text: string, variables: Record<string, unknown> = {}, name?: string): number {
  return prepareCost(parse(text), name, table)(variables);
}

test.each([
  ['a leaf is free', '{ plain __typename }', 0],
  ['an object counts 1', '{ one { id } }', 1],
  ['twice under two names counts twice', '{ a: one { id } b: one { id } }', 2],
  ['a list of unknown length counts as 2', '{ list { id } }', 2],
  ['an assumed size multiplies', '{ assumed { id } }', 50],
  ['lists in lists multiply', '{ assumed { children { id } } }', 50 * (1 + 3)],
  ['a page has as many nodes as it is asked for', '{ page(first: 7) { nodes { id } } }', 1 + 7],
  ['a page has its default length', '{ page { nodes { id } } }', 1 + 20],
  ['null means the default', '{ page(first: null) { nodes { id } } }', 1 + 20],
  [
    'each list of a page counts',
    '{ page(first: 2) { nodes { id } edges { node { id } } } }',
    1 + 6,
  ],
  ['a weighted leaf counts', '{ page(first: 0) { count } }', 11],
  ['a weighted argument counts', '{ page(first: 0, search: "a") { nodes { id } } }', 1 + 3],
  ['a list as slicing argument counts its length', '{ some(ids: [1, 2, 3]) { id } }', 3],
  ['a weighted field counts', '{ dear { id } }', 30],
  ['an inline fragment takes its own type', '{ face { ... on Heavy { heavy { id } } } }', 1 + 7],
  ['a named fragment counts at each use', '{ ...F ...F } fragment F on Query { one { id } }', 2],
  ['a mutation writes', 'mutation { write { id } }', 11],
  ['each object in a written list counts', 'mutation { write(lines: [{ id: 1 }, {}]) { id } }', 13],
  [
    'an object that is in no list counts nothing',
    'mutation { write(sale: { head: { id: 1 }, lines: [{ tags: [{}] }] }) { id } }',
    11 + 2,
  ],
  ['what is skipped counts', '{ one @skip(if: true) { id } }', 1],
  ['an unknown field counts nothing', '{ nope { nope } }', 0],
])('%s', (_, text, expected) => {
  expect(costOf(text)).toBe(expected);
});

test('a slicing argument may be a variable, with a default of the operation', () => {
  const text = 'query ($n: Int = 5) { page(first: $n) { nodes { id } } }';
  expect(costOf(text)).toBe(6);
  expect(costOf(text, { n: 100 })).toBe(101);
  expect(costOf(text, { n: 1e9 })).toBe(1 + 1e9);
});

test('a variable counts as many objects as its lists hold, wherever it is used', () => {
  const lines = Array.from({ length: 1_000 }, (_, id) => ({ id }));
  const text =
    'mutation ($sale: Sale) { a: write(sale: $sale) { id } b: write(sale: $sale) { id } }';
  expect(costOf(text, { sale: { head: { id: 1 }, lines } })).toBe(12 + 2 * 1_000);
  expect(costOf('mutation ($l: [Line!]) { write(lines: $l) { id } }', { l: lines })).toBe(1_011);
});

test.each([-5, Number.NaN, '100'])('the length %p does not make anything cheaper', (n) => {
  const text = 'query ($n: Int) { a: page(first: $n) { nodes { id } } dear { id } }';
  expect(costOf(text, { n })).toBeGreaterThanOrEqual(31);
});

test('of several operations the named one counts', () => {
  const text = 'query A { one { id } } query B { dear { id } }';
  expect(costOf(text, {}, 'B')).toBe(30);
  expect(costOf(text, {}, 'C')).toBe(0);
});

test('the costs that the subgraphs declare reach the supergraph', () => {
  const path = resolve(import.meta.dirname, '../../schema/supergraph.graphql');
  const composed = readCostTable(readFileSync(path, 'utf8'));
  expect(composed.field('Query', 'ventas')?.size).toEqual({
    assumedSize: 20,
    slicingArguments: ['first'],
    sizedFields: ['edges', 'nodes'],
  });
  expect(composed.field('SaleConnection', 'totalCount')?.weight).toBe(10);
  expect(composed.field('Sale', 'items')?.size?.assumedSize).toBe(5);
});

test('a client reads 10,000 products for a sixth of what it may spend in ten seconds', () => {
  const folder = resolve(import.meta.dirname, '../..');
  const read = (path: string) => readFileSync(resolve(folder, path), 'utf8');
  const document = parse(read('operations/cambios-catalogo.graphql'));
  const composed = readCostTable(read('schema/supergraph.graphql'));
  const page = prepareCost(document, undefined, composed)({ first: 1_000 });
  expect(page).toBe(1_001);
  expect(10 * page).toBeLessThan(60_000 / 5);
});
