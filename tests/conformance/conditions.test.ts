// Goal: whatever an operation's conditions leave out, clients see what the specification says: the
// fields that are asked for, and an object without fields where none of them is.
// Method: two subgraphs with fixed data, and one schema with the same data that graphql-js runs.
// The operations have conditions at every depth, with more variables than anybody writes.
// Long because the two graphs, their data and the maker of operations belong together.
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, executeSync, getOperationAST, graphql, parse } from 'graphql';
import { followGraphVersions } from '../../router/execution/graph-versions.ts';
import { createPlanExecutor } from '../../router/execution/plan-executor.ts';
import { createSignIns } from '../../router/identity/sign-ins.ts';
import type { SubgraphCaller } from '../../router/subgraph-calls/subgraph-call.ts';
import { createSubgraphFetcher } from '../../router/subgraph-calls/subgraph-fetcher.ts';
import { createPlanCache } from '../../router/supergraph/plan-cache.ts';
import { silentLog } from '../support/silent-log.ts';

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;
const CATEGORY = 'type Category { id: ID! name: String! parent: Category }';
const SDL = {
  inventario: `${LINK} ${CATEGORY}
    type Query { producto(id: ID!): Product productos: Page }
    type Page { nodes: [Product!]! total: Int! }
    type Product @key(fields: "id") { id: ID! name: String! category: Category }`,
  ventas: `${LINK}
    type Query { sale: Sale }
    type Sale { id: ID! product: Product lines: [Line!]! }
    type Line { quantity: Int! product: Product }
    type Product @key(fields: "id") { id: ID! unitsSold: Int last: Line }`,
};
const MERGED = buildSchema(`${CATEGORY}
  type Query { producto(id: ID!): Product productos: Page sale: Sale }
  type Page { nodes: [Product!]! total: Int! }
  type Product { id: ID! name: String! category: Category unitsSold: Int last: Line }
  type Sale { id: ID! product: Product lines: [Line!]! }
  type Line { quantity: Int! product: Product }`);

const AUDIO = { id: 'c1', name: 'Audio', parent: { id: 'c0', name: 'Todo', parent: null } };
const IN_STOCK = [
  { id: '1', name: 'Radio', category: AUDIO },
  { id: '2', name: 'Cable', category: null },
];
const stub = (id: string) => ({ __typename: 'Product', id });
const SOLD = new Map([
  ['1', { unitsSold: 3, last: { quantity: 2, product: stub('2') } }],
  ['2', { unitsSold: null, last: null }],
]);
const SALE = {
  id: 's1',
  product: stub('1'),
  lines: [
    { quantity: 1, product: stub('2') },
    { quantity: 4, product: null },
  ],
};

const PAGE = { nodes: IN_STOCK, total: 2 };
const RESOLVERS = {
  inventario: {
    Query: {
      producto: (_: unknown, { id }: { id: string }) => IN_STOCK.find((one) => one.id === id),
      productos: () => PAGE,
    },
    Product: { __resolveReference: ({ id }: { id: string }) => IN_STOCK.find((p) => p.id === id) },
  },
  ventas: {
    Query: { sale: () => SALE },
    Product: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      unitsSold: ({ id }: { id: string }) => SOLD.get(id)?.unitsSold,
      last: ({ id }: { id: string }) => SOLD.get(id)?.last,
    },
  },
};

/** The same data as one graph. */
function whole(id: string): object {
  const { last, ...sold } = SOLD.get(id)!;
  const line = last && { quantity: last.quantity, product: () => whole(last.product.id) };
  return { ...IN_STOCK.find((product) => product.id === id), ...sold, last: line };
}
const ROOT = {
  producto: ({ id }: { id: string }) => (SOLD.has(id) ? whole(id) : null),
  productos: { nodes: IN_STOCK.map(({ id }) => whole(id)), total: 2 },
  sale: {
    id: SALE.id,
    product: whole('1'),
    lines: SALE.lines.map(({ quantity, product }) => ({
      quantity,
      product: product && whole(product.id),
    })),
  },
};

const supergraphSdl = composed();
const plans = createPlanCache(() => [], silentLog);
await plans.prepare(supergraphSdl);
const planned = plans.newest()!;
const schema = planned.supergraph.apiSchema().toGraphQLJSSchema();
const versions = followGraphVersions(
  {
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: supergraphSdl });
      return () => undefined;
    },
  },
  () => planned,
);
const executor = createPlanExecutor(
  versions,
  createSubgraphFetcher(new Map([callerOf('inventario'), callerOf('ventas')])),
);
const run = executor.forServer(() => {
  throw new Error('left to the gateway');
});

function composed(): string {
  const services = Object.entries(SDL).map(([name, text]) => ({ name, typeDefs: parse(text) }));
  const { supergraphSdl: sdl, errors } = composeServices(services);
  if (!sdl) throw new Error(String(errors));
  return sdl;
}

function callerOf(name: 'inventario' | 'ventas'): [string, SubgraphCaller] {
  const own = buildSubgraphSchema([{ typeDefs: parse(SDL[name]), resolvers: RESOLVERS[name] }]);
  return [
    name,
    {
      async call({ query, variables }) {
        const answer = await graphql({ schema: own, source: query, variableValues: variables });
        expect(answer.errors).toBeUndefined();
        // As it comes over the wire: without the prototypes of the executor.
        const data = JSON.parse(JSON.stringify(answer.data));
        return { data, errors: [], answered: true };
      },
      close: async () => undefined,
    },
  ];
}

async function answerOf(query: string, variables: Record<string, boolean>) {
  const document = parse(query);
  const request = {
    ...{ schema, document, source: query, queryHash: query },
    operation: getOperationAST(document),
    request: { query, variables },
    context: { signIns: createSignIns() },
  };
  return run(request as unknown as Parameters<typeof run>[0]);
}

async function compare(query: string, variables: Record<string, boolean>): Promise<void> {
  const document = parse(query);
  const asked = { schema: MERGED, document, rootValue: ROOT, variableValues: variables };
  const expected = executeSync(asked);
  expect(expected.errors).toBeUndefined();
  const { data, errors } = await answerOf(query, variables);
  expect({ query, variables, errors, data: JSON.stringify(data) }).toEqual({
    ...{ query, variables, errors: undefined },
    data: JSON.stringify(expected.data),
  });
}

const VARIABLES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const declare = `(${VARIABLES.map((name) => `$${name}: Boolean!`).join(' ')})`;

test.each([
  [
    'an object of nothing but conditions',
    '{ producto(id: "1") { category @include(if: $b) { id } } }',
  ],
  ['a list of such objects', '{ productos { nodes @include(if: $b) { id } } }'],
  [
    'a condition on both',
    '{ producto(id: "1") @include(if: $a) { category @include(if: $b) { id } } }',
  ],
  ['a link into another service', '{ sale { product { name @include(if: $b) } } }'],
  [
    'a list of links',
    '{ sale { lines { product { name @skip(if: $a) unitsSold @include(if: $b) } } } }',
  ],
  [
    'fragments',
    '{ producto(id: "1") { ... @include(if: $a) { name } ... on Product { id @skip(if: $c) } } }',
  ],
  [
    'a named fragment',
    '{ producto(id: "1") { ...F } } fragment F on Product { name @include(if: $b) }',
  ],
  ['nobody', '{ producto(id: "9") { name @include(if: $b) } sale { id @include(if: $b) } }'],
])('%s, under every choice of its variables', async (_, selections) => {
  for (let choice = 0; choice < 2 ** VARIABLES.length; choice++) {
    const chosen = VARIABLES.map((name, bit) => [name, ((choice >> bit) & 1) === 1] as const);
    await compare(`query ${declare} ${selections}`, Object.fromEntries(chosen));
  }
});

/** Fields by type: leaves, and objects with their type. */
const FIELDS = {
  Query: ['producto(id: "1"):Product', 'productos:Page', 'sale:Sale'],
  Page: ['nodes:Product', 'total'],
  Product: ['id', 'name', 'unitsSold', 'category:Category', 'last:Line'],
  Category: ['id', 'name', 'parent:Category'],
  Sale: ['id', 'product:Product', 'lines:Line'],
  Line: ['quantity', 'product:Product'],
} as const;
type TypeName = keyof typeof FIELDS;

const condition = fc.oneof(
  { weight: 1, arbitrary: fc.constant('') },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('include', 'skip'), fc.constantFrom(...VARIABLES, 'true', 'false'))
      .map(([name, value]) => ` @${name}(if: ${value.length === 1 ? `$${value}` : value})`),
  },
);

function selectionOf(type: TypeName, depth: number): fc.Arbitrary<string> {
  const fields = FIELDS[type].filter((text) => depth > 0 || !text.includes(':'));
  const field = fc.constantFrom(...(fields.length > 0 ? fields : ['__typename'])).chain((text) => {
    const split = text.lastIndexOf(':');
    const isObject = split > 0 && !text.endsWith(')');
    const [name, of] = isObject ? [text.slice(0, split), text.slice(split + 1)] : [text, null];
    if (of === null) return condition.map((directive) => `${name}${directive}`);
    return fc
      .tuple(condition, selectionOf(of as TypeName, depth - 1))
      .map(([directive, inner]) => `${name}${directive} ${inner}`);
  });
  const fragment = fc
    .tuple(
      fc.constantFrom('...', `... on ${type}`),
      condition,
      fc.array(field, { minLength: 1, maxLength: 2 }),
    )
    .map(([dots, directive, inner]) => `${dots}${directive} { ${inner.join(' ')} }`);
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: field }, { weight: 1, arbitrary: fragment }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((selections) => `{ ${selections.join(' ')} }`);
}

test('any operation with conditions at any depth', async () => {
  const operations = fc.tuple(
    selectionOf('Query', 4),
    fc.record(Object.fromEntries(VARIABLES.map((name) => [name, fc.boolean()]))),
  );
  await fc.assert(
    fc.asyncProperty(operations, ([selections, variables]) =>
      compare(`query ${declare} ${selections}`, variables),
    ),
    { numRuns: 400 },
  );
}, 60_000);
