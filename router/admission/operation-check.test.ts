// Goal: an operation above a limit is refused before anything else is done with it, in a sentence
// that says which limit and by how much; every operation that we offer is far below.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { HttpRefusal } from '../../common/process/http/http-server.ts';
import {
  countTokens,
  DOCUMENT_LIMITS,
  type DocumentLimits,
  limitsExceeded,
  measureDocument,
} from './document-limits.ts';
import { readManifests } from './manifests.ts';
import { createOperationCheck, MAX_COST, type OperationCheck } from './operation-check.ts';

const SCHEMA = resolve(import.meta.dirname, '../../schema');
const supergraph = readFileSync(resolve(SCHEMA, 'supergraph.graphql'), 'utf8');

let check: OperationCheck;
beforeEach(() => {
  check = createOperationCheck();
  check.useSupergraph(supergraph);
});

const costOf = (query: string, variables: unknown = {}) =>
  check.measure({ query, operationName: undefined, variables }).cost;

function refusalOf(query: string, variables: unknown = {}): string | undefined {
  try {
    costOf(query, variables);
  } catch (error) {
    if (error instanceof HttpRefusal && error.code === 'OPERATION_TOO_LARGE') return error.detail;
    throw error;
  }
  return undefined;
}

const nested = (levels: number) => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;

test.each([
  ['depth', nested(13), 'Tiene 13 niveles de profundidad; el máximo es 12 (sobran 1).'],
  [
    'aliases of __typename',
    `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
    'Tiene 31 campos raíz; el máximo es 20 (sobran 11). Tiene 31 alias; el máximo es 30 (sobran 1).',
  ],
  ['tokens', `{ ${'a '.repeat(2_000)} }`, 'Tiene 2002 símbolos; el máximo es 2000 (sobran 2).'],
  [
    'directives',
    `{ a ${'@skip(if: false) '.repeat(31)} }`,
    'Tiene 31 directivas; el máximo es 30 (sobran 1).',
  ],
  ['recursion', '{ ...A } fragment A on Query { ...A }', 'El fragmento A se usa a sí mismo.'],
])('%s is refused, with the excess', (_, query, reason) => {
  expect(refusalOf(query)).toBe(reason);
});

test('a query is refused for its cost before it is run, and passes with a smaller page', () => {
  const query = `query ($n: Int) {
    productos(first: $n) { nodes { movements(first: 100) { nodes { id product { id } } } } }
  }`;
  expect(refusalOf(query, { n: 100 })).toBe(
    'Tiene 20201 puntos de costo; el máximo es 20000 (sobran 201).',
  );
  expect(refusalOf(query, { n: 10 })).toBeUndefined();
});

test.each([
  ['', '{ ventas(first: 100) { nodes { id } } }'],
  ['\nquery', 'query\n{ ventas(first: 100) { nodes { id } } }'],
  ['query', 'query\n{ ventas(first: 100) { nodes { id } } }'],
])('asked for by the name %j before, an operation costs no less without a name', (name, query) => {
  for (const text of [query, query.replace('query\n', '')]) {
    check.measure({ query: text, operationName: name, variables: {} });
  }
  expect(costOf(query)).toBeGreaterThanOrEqual(100);
});

test('what is no GraphQL has no cost: its refusal says where it is wrong', () => {
  for (const query of ['{', 'nope', '{ a(b: "', '']) expect(costOf(query)).toBe(0);
});

test.each([null, 'text', [1], 7])(
  'variables that are %p are somebody else’s to refuse',
  (given) => {
    expect(costOf('{ ventas { nodes { id } } }', given)).toBe(21);
  },
);

test('a new supergraph brings its own costs', () => {
  expect(costOf('{ ventas { nodes { id } } }')).toBe(21);
  check.useSupergraph(
    supergraph
      .replaceAll('assumedSize: 20', 'assumedSize: 20')
      .replace(/first: Int = 20/g, 'first: Int = 30'),
  );
  expect(costOf('{ ventas { nodes { id } } }')).toBe(31);
});

test('every operation that we offer costs less than half of the most, with the largest page', () => {
  const operations = readManifests([resolve(SCHEMA, 'operations.json')]);
  const costs = operations.map(({ name, body }) => [name, costOf(body, { first: 100 })] as const);
  expect(costs.filter(([, cost]) => cost > MAX_COST / 2)).toEqual([]);
  expect(Object.fromEntries(costs)).toMatchObject({ VentasConProductos: expect.any(Number) });
});

test('every operation that we offer needs at most half of each limit', () => {
  const half = Object.fromEntries(
    Object.entries(DOCUMENT_LIMITS).map(([name, limit]) => [name, limit / 2]),
  ) as DocumentLimits;
  const needs = readManifests([resolve(SCHEMA, 'operations.json')]).map(({ name, body }) => {
    const size = { tokens: countTokens(body), ...measureDocument(parse(body)) };
    return [name, limitsExceeded(size, half)];
  });
  expect(needs.length).toBeGreaterThan(0);
  expect(needs.filter(([, exceeded]) => exceeded?.length !== 0)).toEqual([]);
});

test.each([
  ['{ a }', true],
  ['query A { a } fragment F on Query { a }', true],
  ['mutation { a }', false],
  ['query A { a } mutation B { b }', false],
  ['{', false],
])('%s is surely a read: %p', (query, expected) => {
  expect(check.measure({ query, operationName: 'A', variables: {} }).isRead).toBe(expected);
});

test('a subscription is refused: this graph has none', () => {
  const operation = { query: 'subscription { a }', operationName: undefined, variables: {} };
  expect(() => check.measure(operation)).toThrow(
    expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' }),
  );
});

test('a document that is new costs by its fields, once', () => {
  const query = '{ productos(first: 1) { nodes { id name price } } }';
  const measure = () => check.measure({ query, operationName: undefined, variables: {} });
  expect([measure(), measure()].map(({ newcomerPoints }) => newcomerPoints)).toEqual([25, 0]);
  check.useSupergraph(supergraph);
  expect(measure().newcomerPoints).toBe(25);
});

test('spaces and comments count as characters', () => {
  const query = `{ __typename } # ${'x'.repeat(65_536 - 17)}`;
  expect(refusalOf(query)).toBeUndefined();
  expect(refusalOf(`${query}xx`)).toBe('Tiene 65538 caracteres; el máximo es 65536 (sobran 2).');
});
