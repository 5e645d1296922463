// Goal: every way to make a small document mean a lot of work is counted, fragments included.
import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import {
  countTokens,
  DOCUMENT_LIMITS,
  FragmentCycleError,
  limitsExceeded,
  measureDocument,
} from './document-limits.ts';

const sizeOf = (text: string) => measureDocument(parse(text));

test('depth is that of the deepest field, through inline and named fragments', () => {
  expect(sizeOf('{ a { b } c }').depth).toBe(2);
  expect(sizeOf('{ ...F } fragment F on Query { a { ... { b { c } } } }').depth).toBe(3);
});

test('what lies below __schema does not count: GraphiQL asks for it in depth', () => {
  expect(sizeOf('{ __schema { a { b { c { d } } } } }').depth).toBe(1);
});

test('__typename under many names counts as that many aliases', () => {
  expect(sizeOf('{ a: __typename b: __typename c { d: __typename } }').aliases).toBe(3);
});

test('aliases, root fields and directives in a fragment count each time it is used', () => {
  const text = '{ ...F ...F } fragment F on Query { x: a @skip(if: false) b }';
  expect(sizeOf(text)).toMatchObject({ aliases: 2, rootFields: 4, directives: 2, fields: 4 });
});

test('directives on the operation, its variables and its fragments count', () => {
  const text = 'query A($a: Int @x) @y { ...F @z } fragment F on Query @w { a }';
  expect(sizeOf(text).directives).toBe(4);
});

test('fragments that double each other forty times are counted at once, not walked', () => {
  const doubling = Array.from(
    { length: 40 },
    (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
  );
  const text = `{ ...F0 } ${doubling.join(' ')}`;
  expect(sizeOf(`${text} fragment F40 on Query { a }`).fields).toBe(2 ** 40);
  // Also where the last one is missing: the cost must not be reckoned over a billion spreads.
  expect(sizeOf(text).fields).toBe(2 ** 40);
});

test.each([
  '{ ...A } fragment A on Query { ...A }',
  '{ ...A } fragment A on Query { a { ...B } } fragment B on Query { ...A }',
  '{ a } fragment A on Query { ...A }',
])('a fragment that uses itself is refused, also when nobody uses it: %s', (text) => {
  expect(() => sizeOf(text)).toThrow(FragmentCycleError);
});

test('of several operations the largest counts', () => {
  expect(sizeOf('query A { a } query B { a { b { c } } }').depth).toBe(3);
});

test('a document at its limits passes; above, each limit is named with the excess', () => {
  expect(limitsExceeded(DOCUMENT_LIMITS)).toEqual([]);
  expect(limitsExceeded({ depth: 14, aliases: 31 })).toEqual([
    'Tiene 14 niveles de profundidad; el máximo es 12 (sobran 2).',
    'Tiene 31 alias; el máximo es 30 (sobran 1).',
  ]);
});

test('tokens are counted to the end', () => {
  expect(countTokens('{ a(b: 1) # c\n }')).toBe(8);
});
