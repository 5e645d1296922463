// Long because every kind of answer and refusal of the two executors is compared in one place.
import { describe, expect, test } from '@jest/globals';
import { type ExecutionResult, execute, type GraphQLFieldResolver, parse } from 'graphql';
import { refusal } from '../../process/errors/refusals.ts';
import { Decimal } from '../../values/scalars.ts';
import * as compiler from './compiled-query.ts';
import { createOperationRunner, RefusedOperationError } from './operation-runner.ts';
import { subgraphSchema } from './subgraph-schema.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query {
    shop(open: Boolean = true, size: Size): Shop
    things: [Thing!]!
    echo(text: String, in: Texts): String
    broken: [Thing!]
    nothing: String!
    worth(of: Decimal): String
  }
  scalar Decimal
  type Mutation { first(log: String!): String!  second(log: String!): String!  failing: String }
  enum Size { SMALL LARGE }
  input Texts { texts: [String!] }
  interface Thing { id: ID! }
  type Product implements Thing @key(fields: "id") {
    id: ID! name: String price: Int! seller: Seller! sizes: [Size!] tags: [[String!]]
    odd: [String] count: Int owner: Seller thing: Thing
  }
  type Seller implements Thing { id: ID! name: String! }
  type Shop {
    open: Boolean! name: String about: String
    products(first: Int! = 2): [Product!]! maybe: [Product]
  }
`;

const later = <T>(value: T) => Promise.resolve(value);
const product = (id: string, more: object = {}) => ({
  __typename: 'Product',
  id,
  price: 5,
  ...more,
});
const written: string[] = [];
const write = (log: string) => written.push(log) && log;

const resolvers = {
  Decimal,
  Query: {
    shop: (_: unknown, { open, size }: { open: boolean; size?: string }) =>
      later({ open, name: size ?? null }),
    things: () => [product('1'), later({ __typename: 'Seller', id: '2', name: 'Rosa' })],
    broken: () => [product('1'), { __typename: 'Unknown', id: '9' }],
    nothing: () => later(null),
    echo: (_: unknown, { text }: { text?: string }) => text ?? null,
  },
  Mutation: {
    first: async (_: unknown, { log }: { log: string }) => later(write(log)),
    second: (_: unknown, { log }: { log: string }) => write(log),
    failing: () => {
      throw refusal('FORBIDDEN');
    },
  },
  Shop: {
    about: (...[, , , info]: Parameters<GraphQLFieldResolver<unknown, unknown>>) =>
      `${info.parentType.name}.${info.fieldName}`,
    products: (_: unknown, { first }: { first: number }) =>
      later(Array.from({ length: first }, (_item, index) => product(`${index + 1}`))),
    maybe: () => [product('1'), null, new Error('lost'), later(product('2', { price: null }))],
  },
  Product: {
    __resolveReference: async ({ id }: { id: string }) => {
      await new Promise((resolve) => (id === 'lost' ? setImmediate(resolve) : resolve(null)));
      if (id === 'lost') throw new Error('no such shelf');
      return id === '0' ? null : product(id);
    },
    name: ({ id }: { id: string }) => {
      if (id === '1') throw refusal('FORBIDDEN', 'No es suyo.');
      return later(`Producto ${id}`);
    },
    seller: ({ id }: { id: string }) =>
      id === '2' ? Promise.reject(new Error('no database')) : { id: 's', name: 'Rosa' },
    sizes: () => ['SMALL', 'HUGE'],
    odd: () => 5,
    count: () => later('many'),
    owner: () => 7,
    thing: () => ({ id: 'of no type' }),
    tags: () => [['a', null], null, later(['b'])],
  },
};

const run = createOperationRunner(subgraphSchema([SDL], [resolvers]), compiler);
/** As with COMPILED_QUERIES=off. */
const runUncompiled = createOperationRunner(subgraphSchema([SDL], [resolvers]), null);
/** Another one: a runner prepares its own. */
const schema = subgraphSchema([SDL], [resolvers]);
const request = (query: string, variables: Record<string, unknown> = {}) => ({
  query,
  variables,
  operationName: undefined,
});

/** The answer of the reference executor. */
async function reference(query: string, variableValues: Record<string, unknown>) {
  return execute({ schema, document: parse(query), variableValues });
}

/** As it goes over the wire; errors may come in any order, all else must be the same. */
function comparable({ data, errors = [] }: ExecutionResult) {
  const told = errors.map((error) => JSON.stringify(error.toJSON()));
  return { data: JSON.parse(JSON.stringify(data)), errors: told.sort() };
}

describe('a compiled query gives what the reference executor gives', () => {
  test.each<[string, string, Record<string, unknown>?]>([
    ['plain fields', '{ shop { open name products { id price } } }'],
    [
      'aliases and fragments',
      '{ a: shop { ...S } b: shop(open: false) { ...S } } fragment S on Shop { o: open }',
    ],
    [
      'arguments from variables',
      'query ($n: Int!, $s: Size) { shop(size: $s) { name products(first: $n) { id } } }',
      { n: 1, s: 'LARGE' },
    ],
    ['defaults of variables', 'query ($n: Int = 3) { shop { products(first: $n) { id } } }'],
    ['an argument whose variable is not given', 'query ($o: Boolean) { shop(open: $o) { open } }'],
    ['an argument of null', '{ shop(size: null) { name } }'],
    [
      'skip and include',
      'query ($y: Boolean!, $n: Boolean!) { shop { open @include(if: $y) name @skip(if: $y) ... @include(if: $n) { name } } }',
      { y: true, n: false },
    ],
    [
      'interfaces by __typename',
      '{ things { __typename id ... on Product { price } ... on Seller { name } } }',
    ],
    ['values that are not what the schema says', '{ shop { products { count owner { id } } } }'],
    ['a null where none may be, at the root', '{ nothing }'],
    ['an error of a nullable field, one per item', '{ shop { products { id name } } }'],
    [
      'an error of a required field: its item, its list, its parent',
      '{ shop { open products { seller { name } } } }',
    ],
    [
      'a list with nulls, an error and an item that is not whole',
      '{ shop { maybe { id price } } }',
    ],
    ['a value that the enum does not have', '{ shop { products { sizes } } }'],
    ['a list in a list', '{ shop { products(first: 1) { tags } } }'],
    [
      'entities, of which one is lost when all others are there',
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id seller { name } name } } }',
      { r: ['lost', '1', '2', '0', '3'].map((id) => ({ __typename: 'Product', id })) },
    ],
    [
      'an entity of no type',
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      { r: [{ __typename: 'Nobody', id: '1' }] },
    ],
    [
      'introspection',
      '{ __schema { queryType { name } } __type(name: "Size") { enumValues { name } } }',
    ],
  ])('%s', async (_, query, variables = {}) => {
    const expected = comparable(await reference(query, variables));

    expect(comparable(await run(request(query, variables), {}))).toEqual(expected);
    expect(comparable(await runUncompiled(request(query, variables), {}))).toEqual(expected);
  });
});

test.each([
  '{ broken { id } }',
  '{ shop { products { thing { id } } } }',
  '{ shop { products { odd } } }',
])('what is of no known type, or no list, is an error at its place: %s', async (query) => {
  const places = ({ data, errors }: ExecutionResult) =>
    JSON.stringify({ data, paths: errors?.map(({ path }) => path) });

  expect(places(await run(request(query), {}))).toBe(places(await reference(query, {})));
});

test('the fields of a mutation run one after the other, also after one that failed', async () => {
  const query = 'mutation { a: first(log: "1") failing b: second(log: "2") c: first(log: "3") }';
  const { data, errors } = await run(request(query), {});

  expect(written).toEqual(['1', '2', '3']);
  expect(data).toEqual({ a: '1', failing: null, b: '2', c: '3' });
  expect(errors?.map(({ path }) => path)).toEqual([['failing']]);
});

test.each([
  ['no GraphQL', '{ shop', {}, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', '{ shop { nobody } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a variable of another type',
    'query ($n: Int!) { shop { products(first: $n) { id } } }',
    { n: 'x' },
    'BAD_USER_INPUT',
  ],
  [
    'a missing variable',
    'query ($n: Int!) { shop { products(first: $n) { id } } }',
    {},
    'BAD_USER_INPUT',
  ],
  ['an amount that is none, as a literal', '{ worth(of: "12.500") }', {}, 'BAD_USER_INPUT'],
  [
    'an amount that is none, in a variable',
    'query ($of: Decimal) { worth(of: $of) }',
    { of: 'doce' },
    'BAD_USER_INPUT',
  ],
  ['two operations and no name', 'query A { nothing } query B { nothing }', {}, 'BAD_USER_INPUT'],
])('a request with %s is refused and nothing runs', async (_, query, variables, code) => {
  const refused: unknown = await run(request(query, variables), {}).catch((error) => error);

  if (!(refused instanceof RefusedOperationError)) throw new Error(`Not refused: ${refused}`);
  expect(refused.errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
});

describe('what a compiled query would not bear runs as the specification says', () => {
  const isRun = async (query: string, variables: Record<string, unknown> = {}) => {
    const given = comparable(await run(request(query, variables), {}));
    expect(given).toEqual(comparable(await reference(query, variables)));
    return given.data;
  };

  // graphql-jit takes a text with this mark for a date, and writes what follows into its code.
  test.each(['__MAGIC_DATE__', '\\u005f_MAGIC_DATE__'])(
    'a text that is meant to become code stays a text: %s',
    async (mark) => {
      const text = `"${mark}33a9e76d_02e0_4128_8e92_3530ad3da74d(globalThis.isRun=1,0)"`;

      expect(await isRun(`{ echo(text: ${text}) }`)).toEqual({ echo: JSON.parse(text) });
      await isRun(`{ echo(in: { texts: [${text}] }) }`);
      expect('isRun' in globalThis).toBe(false);
    },
  );

  test('a field is told its own name and type whatever others are called', async () => {
    const query = '{ shop { about } about_shop: shop { open } }';
    expect(await isRun(query)).toMatchObject({ shop: { about: 'Shop.about' } });
  });

  test('a fragment has the conditions of each place where it stands', async () => {
    const query = `query ($yes: Boolean!, $no: Boolean!) {
      a: shop { ...S @include(if: $no) open } b: shop { ...S @include(if: $yes) open }
    } fragment S on Shop { ... on Shop @skip(if: $no) { name } other: open @include(if: $yes) }`;
    await isRun(query, { yes: true, no: false });
    await isRun(query, { yes: false, no: true });
  });

  test('a variable that is not given is nothing, though every object has its name', async () => {
    const query = 'query ($constructor: String) { echo(text: $constructor) }';
    expect(await isRun(query)).toEqual({ echo: null });
  });
});

test('of several operations in a document the named one runs', async () => {
  const query = 'query A { shop { open } } query B { b: shop(open: false) { open } }';
  const run2 = (operationName: string) => run({ query, operationName, variables: {} }, {});

  expect((await run2('B')).data).toEqual({ b: { open: false } });
  expect((await run2('A')).data).toEqual({ shop: { open: true } });
});
