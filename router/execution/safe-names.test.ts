import { expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import { safeNamesOf } from './safe-names.ts';

const FIELDS = new Set(['id', 'sku', 'price', 'safe_id']);

function renamed(query: string): string {
  const document = parse(query);
  return print(safeNamesOf(document, FIELDS).rename(document)).replaceAll(/\s+/g, ' ').trim();
}

test.each(['{ id price: price cost: price }', '{ t: __typename } fragment F on T { a: id }'])(
  '%s stays as it is',
  (query) => {
    expect(renamed(query)).toBe(print(parse(query)).replaceAll(/\s+/g, ' ').trim());
  },
);

test.each([
  ['{ id: sku }', '{ safe_id: sku }'],
  ['{ price: __typename x { sku: id } }', '{ safe_price: __typename x { safe_sku: id } }'],
  ['{ ...F } fragment F on T { id: sku }', '{ ...F } fragment F on T { safe_id: sku }'],
  ['{ id: sku safe_x: price }', '{ safe__id: sku safe_x: price }'],
  ['{ id: sku safe_id }', '{ safe__id: sku safe_id }'],
])('%s is asked for as %s', (query, expected) => {
  expect(renamed(query)).toBe(expected);
});

test('paths of subgraphs are told with the client’s names', () => {
  const { clientName } = safeNamesOf(parse('{ id: sku safe_x: price }'), FIELDS);
  expect(['safe__id', 'safe_x', 'price'].map(clientName)).toEqual(['id', 'safe_x', 'price']);
});
