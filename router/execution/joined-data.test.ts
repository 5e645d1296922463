import { expect, test } from '@jest/globals';
import { mergeInto, visitObjects } from './joined-data.ts';

test('lists of the same length are joined item by item, also lists of lists', () => {
  const target = { grid: [[{ a: 1 }, null]], kept: 'x' };
  mergeInto(target, { grid: [[{ b: 2 }, { c: 3 }]] });
  expect(target).toEqual({ grid: [[{ a: 1, b: 2 }, { c: 3 }]], kept: 'x' });
});

test('a list of another length replaces the one before, and null an object', () => {
  const target = { list: [{ a: 1 }], object: { a: 1 } };
  mergeInto(target, { list: [{ b: 1 }, { b: 2 }], object: null });
  expect(target).toEqual({ list: [{ b: 1 }, { b: 2 }], object: null });
});

test('what is left out changes nothing, and neither does no object at all', () => {
  const target = { a: 1 };
  mergeInto(target, { a: undefined });
  for (const source of [null, undefined, [], 'text']) mergeInto(target, source);
  expect(target).toEqual({ a: 1 });
});

test('a key __proto__ in an answer does not reach the prototype of all objects', () => {
  mergeInto(
    { value: {} },
    JSON.parse('{"__proto__":{"polluted":1},"value":{"__proto__":{"p":1}}}'),
  );
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  const target = {};
  mergeInto(target, JSON.parse('{"__proto__":{"polluted":1}}'));
  expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
});

test('joining into one object that stands at two places twice is as good as once', () => {
  const shared = { id: '1' };
  const data = { items: [{ product: shared }, { product: shared }] };
  visitObjects(data, ['items', '@', 'product'], (joined) => {
    mergeInto(joined, { stock: { available: 2 } });
  });
  const product = { id: '1', stock: { available: 2 } };
  expect(data).toEqual({ items: [{ product }, { product }] });
});

test('objects are visited in the order of the answer, nulls are passed over', () => {
  const data = { rows: [[{ p: { n: 1 } }, null], null, [{ p: null }, { p: { n: 2 } }]] };
  const visited: unknown[] = [];
  visitObjects(data, ['rows', '@', '@', 'p'], (object, path) => visited.push([object, [...path]]));
  expect(visited).toEqual([
    [{ n: 1 }, ['rows', 0, 0, 'p']],
    [{ n: 2 }, ['rows', 2, 1, 'p']],
  ]);
});
