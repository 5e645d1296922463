import { expect, test } from '@jest/globals';
import { buildSchema, GraphQLError, type OperationDefinitionNode, parse } from 'graphql';
import type { Json } from '../../common/process/http/json.ts';
import { compileAnswerShape } from './answer-shape.ts';
import { GONE, type Lacks } from './lacking-objects.ts';
import { safeNamesOf } from './safe-names.ts';
import { shapeAnswer } from './shape-answer.ts';

const schema = buildSchema(`
  type Query { shop: Shop strict: Shop! thing: Thing found: [Found!] }
  type Shop {
    name: String! owner: Owner! items: [Item!] maybe: [Item] grid: [[Item!]!]! leaf: Leaf
  }
  type Owner { id: ID! name: String }
  type Item { n: Int! m: Int }
  type Leaf { int: Int float: Float text: String id: ID flag: Boolean color: Color any: Any }
  scalar Any
  enum Color { RED }
  interface Thing { id: ID }
  type Lamp implements Thing { id: ID watts: Int }
  type Rope { length: Int }
  union Found = Lamp | Rope`);

function shape(query: string, given: Json, coercedVariables: Json = {}, lacks?: Lacks) {
  const document = parse(query);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const names = safeNamesOf(document, new Set());
  const wanted = compileAnswerShape({ schema, document, operation, coercedVariables, names });
  return shapeAnswer(given, wanted, lacks);
}

const paths = ({ errors }: ReturnType<typeof shape>) => errors.map(({ path }) => path);

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
    const { data, errors } = shape(`{ shop { leaf { ${name} } } }`, {
      shop: { leaf: { [name]: value } },
    });
    expect({ data, errors }).toEqual({
      data: { shop: { leaf: { [name]: value } } },
      errors: [],
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
  for (const __typename of ['Secret', 'Shop']) {
    const hidden = shape('{ thing { id } }', { thing: { __typename, id: '1' } });
    expect(hidden.data).toEqual({ thing: null });
    expect(paths(hidden)).toEqual([['thing']]);
  }
});

test('of an interface whose object has no known type its own fields are told, and no type', () => {
  for (const __typename of ['Thing', undefined]) {
    const given = { thing: { __typename, id: '1', watts: 5 } };
    const shaped = shape('{ thing { id ... on Thing { n: id } ... on Lamp { watts } } }', {
      thing: { ...given.thing, n: '1' },
    });
    expect(shaped).toEqual({ data: { thing: { id: '1', n: '1' } }, errors: [] });
    const typed = shape('{ thing { id __typename } }', given);
    expect(typed.data).toEqual({ thing: null });
    expect(paths(typed)).toEqual([['thing', '__typename']]);
  }
});

test('what a condition leaves out is not there, not even as null', () => {
  const query =
    'query ($x: Boolean!) { shop { name @skip(if: $x) ... @include(if: $x) { leaf { id } } } }';
  const given = { shop: { name: 'n', leaf: { id: 'i' } } };
  expect(shape(query, given, { x: true }).data).toEqual({ shop: { leaf: { id: 'i' } } });
  expect(shape(query, given, { x: false }).data).toEqual({ shop: { name: 'n' } });
});

test.each([
  ['an object for a list', '{ shop { items { n } } }', { shop: { items: {} } }, { items: null }],
  ['a text for a list', '{ shop { items { n } } }', { shop: { items: 'x' } }, { items: null }],
  ['a list for an object', '{ shop { leaf { id } } }', { shop: { leaf: [] } }, { leaf: null }],
  ['a text for an object', '{ shop { leaf { id } } }', { shop: { leaf: 'x' } }, { leaf: null }],
  ['a number for an item', '{ shop { maybe { n } } }', { shop: { maybe: [7] } }, { maybe: [null] }],
])('%s is null with an error at its place', (_, query, given, expected) => {
  const { data, errors } = shape(query, given);
  expect(data).toEqual({ shop: expected });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['INTERNAL_SERVER_ERROR']);
});

/** A failed fetch that was to give the rest of some objects. */
function lacking(...objects: Json[]): Lacks {
  const extensions = { code: 'SERVICE_UNAVAILABLE' };
  const error = new GraphQLError('away', { path: ['where', 'it', 'began'], extensions });
  const failure = { error };
  return new Map(objects.map((object) => [object, failure]));
}

test('what a failed fetch left out is told at every place that is null for it', () => {
  const [one, other, whole] = [{ id: '1' }, { id: '2' }, { id: '3', watts: 4 }];
  const found = [one, other, whole].map((lamp) => Object.assign(lamp, { __typename: 'Lamp' }));
  const query = '{ found { ... on Lamp { id watts } } }';
  const shaped = shape(query, { found }, {}, lacking(one, other));
  expect(shaped.data).toEqual({
    found: [
      { id: '1', watts: null },
      { id: '2', watts: null },
      { id: '3', watts: 4 },
    ],
  });
  expect(shaped.errors.map(({ path, message }) => [path, message])).toEqual([
    [['found', 0, 'watts'], 'away'],
    [['found', 1, 'watts'], 'away'],
  ]);
});

test('when the field may not be null, it is told at the place that is null instead', () => {
  const items = [{ n: 1 }, {}, {}];
  const shaped = shape(
    '{ shop { maybe { n } } }',
    { shop: { maybe: items } },
    {},
    lacking(...items),
  );
  expect(shaped.data).toEqual({ shop: { maybe: [{ n: 1 }, null, null] } });
  expect(paths(shaped)).toEqual([
    ['shop', 'maybe', 1],
    ['shop', 'maybe', 2],
  ]);
  const grid = [[{}]];
  const above = shape('{ shop { grid { n } } }', { shop: { grid } }, {}, lacking(grid[0]![0]!));
  expect(above.data).toEqual({ shop: null });
  expect(paths(above)).toEqual([['shop']]);
});

test('a null beside it, which may be, has no error of its own', () => {
  const items = [{}, { n: 2, m: null }];
  const given = { shop: { maybe: items, leaf: null, owner: { id: '1', name: null } } };
  const query = '{ shop { maybe { n m } leaf { id } owner { name } } }';
  expect(paths(shape(query, given, {}, lacking(items[0]!)))).toEqual([['shop', 'maybe', 0]]);
});

test('a failure that leaves nothing null is told once, where it began', () => {
  const leaf = { id: '1' };
  const shaped = shape('{ shop { leaf { id } } }', { shop: { leaf } }, {}, lacking(leaf));
  expect(shaped.data).toEqual({ shop: { leaf: { id: '1' } } });
  expect(paths(shaped)).toEqual([['where', 'it', 'began']]);
});

test('what its subgraph no longer knows is null without an error', () => {
  const items = [{}, { n: 2 }];
  const gone: Lacks = new Map([[items[0]!, GONE]]);
  const shaped = shape('{ shop { maybe { n } } }', { shop: { maybe: items } }, {}, gone);
  expect(shaped).toEqual({ data: { shop: { maybe: [null, { n: 2 }] } }, errors: [] });
});
