import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { rootFieldNames } from './root-fields.ts';

test('root fields are named as they stand in the answer', () => {
  const document = parse('{ ventas { nodes { id } } recent: ventas { nodes { id } } }');
  expect(rootFieldNames(document, {})).toEqual(['ventas', 'recent']);
});

test('fields that this request skips have no place in the answer', () => {
  const document = parse(
    `query ($yes: Boolean!, $no: Boolean!) {
      a: venta(id: 1) @include(if: $no) { id }
      b: venta(id: 1) @skip(if: $yes) { id }
      ... @include(if: $yes) { c: venta(id: 1) { id } }
      ... @include(if: $no) { d: venta(id: 1) { id } }
    }`,
  );
  expect(rootFieldNames(document, { yes: true, no: false })).toEqual(['c']);
});

test('a variable that was not given has its default', () => {
  const document = parse(
    `query ($yes: Boolean = true) {
      a: venta(id: 1) @include(if: $yes) { id }
      b: venta(id: 1) @skip(if: $yes) { id }
    }`,
  );
  expect(rootFieldNames(document, {})).toEqual(['a']);
  expect(rootFieldNames(document, { yes: false })).toEqual(['b']);
});
