import { expect, test } from '@jest/globals';
import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { compileAnswerShape } from './answer-shape.ts';
import type { Json } from './joined-data.ts';
import { shapeAnswer } from './shape-answer.ts';

const schema = buildSchema(`
  type Query { shop: Shop strict: Shop! thing: Thing found: [Found!] }
  type Shop { name: String! owner: Owner! items: [Item!] grid: [[Item!]!]! leaf: Leaf }
  type Owner { id: ID! name: String }
  type Item { n: Int! }
  type Leaf { int: Int float: Float text: String id: ID flag: Boolean color: Color any: Any }
  scalar Any
  enum Color { RED }
  interface Thing { id: ID }
  type Lamp implements Thing { id: ID watts: Int }
  type Rope { length: Int }
  union Found = Lamp | Rope`);

function shape(query: string, given: Json, coercedVariables: Json = {}) {
  const document = parse(query);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return shapeAnswer(given, compileAnswerShape({ schema, document, operation, coercedVariables }));
}

const paths = ({ forbidden }: ReturnType<typeof shape>) => forbidden.map(({ path }) => path);

test('only what is asked for, in the order of the operation, under its response names', () => {
  const { data } = shape('{ s: shop { owner { name } n: name } }', {
    internal: 1,
    s: { n: 'x', __typename: 'Shop', owner: { id: 1, name: 'y' } },
  });
  expect(JSON.stringify(data)).toBe('{"s":{"owner":{"name":"y"},"n":"x"}}');
});

test('a null that may not be makes the nearest place null that may, and is told once', () => {
  const owner = shape('{ shop { name owner { id } } }', { shop: { name: 'x', owner: {} } });
  expect(owner.data).toEqual({ shop: null });
  expect(paths(owner)).toEqual([['shop', 'owner', 'id']]);

  const items = shape('{ shop { items { n } } }', { shop: { items: [{ n: 1 }, { n: null }] } });
  expect(items.data).toEqual({ shop: { items: null } });
  expect(paths(items)).toEqual([['shop', 'items', 1, 'n']]);

  const grid = shape('{ shop { grid { n } } }', { shop: { grid: [[{ n: 1 }], [null]] } });
  expect(grid.data).toEqual({ shop: null });
  expect(paths(grid)).toEqual([['shop', 'grid', 1, 0]]);
});

test('when not even the root may be null, there is no data at all', () => {
  expect(shape('{ strict { name } }', {}).data).toBeNull();
});

test.each([
  ['int', [1, -1], [1.5, '1', true, [1], {}, Number.NaN]],
  ['float', [1, 1.5], ['1.5', Number.POSITIVE_INFINITY, false]],
  ['text', ['', 'a'], [1, true, {}]],
  ['id', ['a', 7], [1.5, false, ['a']]],
  ['flag', [true, false], ['true', 0]],
  ['color', ['RED'], ['BLUE', 'toString', 1]],
  ['any', [1, 'a', { b: [1] }, [2]], []],
])('%s holds %j but not %j', (name, good, bad) => {
  for (const value of good as unknown[]) {
    const { data, forbidden } = shape(`{ shop { leaf { ${name} } } }`, {
      shop: { leaf: { [name]: value } },
    });
    expect({ data, forbidden }).toEqual({
      data: { shop: { leaf: { [name]: value } } },
      forbidden: [],
    });
  }
  for (const value of bad as unknown[]) {
    const shaped = shape(`{ shop { leaf { ${name} } } }`, { shop: { leaf: { [name]: value } } });
    expect(shaped.data).toEqual({ shop: { leaf: { [name]: null } } });
    expect(paths(shaped)).toEqual([['shop', 'leaf', name]]);
  }
});

test('each object has the fields of its own type; a type that clients do not see is null', () => {
  const query = '{ found { ... on Lamp { watts } ... on Rope { length } ... on Thing { id } } }';
  const shaped = shape(query, {
    found: [
      { __typename: 'Lamp', id: '1', watts: 5 },
      { __typename: 'Rope', length: 2 },
    ],
  });
  expect(shaped.data).toEqual({ found: [{ watts: 5, id: '1' }, { length: 2 }] });
  for (const __typename of ['Secret', 'Shop', undefined]) {
    const hidden = shape('{ thing { id } }', { thing: { __typename, id: '1' } });
    expect(hidden.data).toEqual({ thing: null });
    expect(paths(hidden)).toEqual([['thing']]);
  }
});

test('what a condition leaves out is not there, not even as null', () => {
  const query =
    'query ($x: Boolean!) { shop { name @skip(if: $x) ... @include(if: $x) { leaf { id } } } }';
  const given = { shop: { name: 'n', leaf: { id: 'i' } } };
  expect(shape(query, given, { x: true }).data).toEqual({ shop: { leaf: { id: 'i' } } });
  expect(shape(query, given, { x: false }).data).toEqual({ shop: { name: 'n' } });
});

test('an answer that is no graph of the schema is an error, not a null', () => {
  expect(() => shape('{ shop { items { n } } }', { shop: { items: {} } })).toThrow('shop.items');
  expect(() => shape('{ shop { name } }', { shop: 'x' })).toThrow('shop');
});
