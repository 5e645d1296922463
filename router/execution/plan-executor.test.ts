// Goal: the plan executor gives the gateway's own data, and misses none of its errors. Method: both
// run the same operations over the same made-up answers, with failures, nulls and forbidden values
// everywhere.
// Long because each kind of operation is a case of the same comparison.
import { createHash } from 'node:crypto';
import { ApolloGateway } from '@apollo/gateway';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import {
  composeMadeUpGraph,
  MADE_UP_SUBGRAPHS,
  type MadeUpSubgraph,
  madeUpAnswers,
} from '../../tests/support/made-up-graph.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import { NOBODY } from '../identity/client-identity.ts';
import { createSignIns } from '../identity/sign-ins.ts';
import type { SubgraphAnswer, SubgraphCaller } from '../subgraph-calls/subgraph-call.ts';
import { createSubgraphDataSource } from '../subgraph-calls/subgraph-data-source.ts';
import { createSubgraphFetcher } from '../subgraph-calls/subgraph-fetcher.ts';
import { apolloLogger } from '../supergraph/gateway.ts';
import { createPlanCache } from '../supergraph/plan-cache.ts';
import { followGraphVersions } from './graph-versions.ts';
import { createPlanExecutor, type GatewayExecutor } from './plan-executor.ts';

const SEEDS = 40;

let schema: GraphQLSchema;
let apollo: ApolloGateway;
let own: GatewayExecutor;
/** The number of operations that our executor left to the gateway's. */
let leftToGateway = 0;
/** The answers of the moment. */
let ask = madeUpAnswers(0, 0);
/** The subgraph that gives none. */
let absent: MadeUpSubgraph | null = null;

beforeAll(async () => {
  const supergraphSdl = composeMadeUpGraph();
  const plans = createPlanCache(() => [], silentLog);
  await plans.prepare(supergraphSdl);
  const fetch = createSubgraphFetcher(
    new Map(MADE_UP_SUBGRAPHS.map((name) => [name, callerOf(name)])),
  );
  apollo = new ApolloGateway({
    supergraphSdl,
    logger: apolloLogger(silentLog),
    buildService: ({ name }) => createSubgraphDataSource(name, fetch),
  });
  const versions = followGraphVersions(apollo, plans.newest);
  ({ schema } = await apollo.load());
  const general: GatewayExecutor = (request) => {
    leftToGateway += 1;
    return apollo.executor(request);
  };
  own = createPlanExecutor(versions, fetch).forServer(general);
});
afterAll(() => apollo.stop());

const ABSENCE: SubgraphAnswer = {
  data: null,
  errors: [{ message: 'absent', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  answered: false,
};

function callerOf(name: MadeUpSubgraph): SubgraphCaller {
  return {
    async call(request) {
      if (absent === name) return ABSENCE;
      const { data, errors = [] } = await ask(name, request);
      const named = errors.map(({ message, path }) => ({
        message,
        ...(path && { path: [...path] }),
        extensions: { code: 'TIMEOUT' as const },
      }));
      return { data: data ?? null, errors: named, answered: true };
    },
    close: async () => undefined,
  };
}

type Asked = Pick<Parameters<GatewayExecutor>[0]['request'], 'variables' | 'operationName'>;

function requestOf(query: string, asked: Asked): Parameters<GatewayExecutor>[0] {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const request = {
    schema,
    document,
    operation: getOperationAST(document, asked.operationName),
    queryHash: createHash('sha256').update(query).digest('hex'),
    source: query,
    request: { query, ...asked },
    context: { client: NOBODY, signIns: createSignIns() },
    metrics: {},
  };
  return request as unknown as Parameters<GatewayExecutor>[0];
}

type Place = readonly (string | number)[];

/** The code and the place of each error; ApolloServer knows refused variables by their text. */
function errorsOf({ errors = [] }: ExecutionResult): { code: unknown; path: Place }[] {
  return errors.map(({ message, path = [], extensions }) => {
    const isVariable = message.startsWith('Variable "$');
    return { code: isVariable ? 'BAD_USER_INPUT' : extensions?.['code'], path };
  });
}

/** Whether one of two places holds the other, or both are fields of one object. */
function meet(one: Place, other: Place): boolean {
  const depth = Math.max(0, Math.min(one.length, other.length) - 1);
  return one.slice(0, depth).every((part, index) => part === other[index]);
}

/**
 * The data are the same. The gateway tells of a failed call once, and of what the schema forbids in
 * an extension, if of anything; ours tells of each place. So each error of the gateway has one of
 * ours with its code at a place within its own, beside or around it, and ours has no code of its
 * own but for what is forbidden.
 */
async function compare(query: string, asked: Asked = {}): Promise<void> {
  for (let seed = 0; seed < SEEDS; seed++) {
    ask = madeUpAnswers(seed, seed % 4 === 0 ? 0 : 4);
    const [ours, theirs] = [
      await own(requestOf(query, asked)),
      await apollo.executor(requestOf(query, asked)),
    ];
    expect({ seed, data: JSON.stringify(ours.data) }).toEqual({
      seed,
      data: JSON.stringify(theirs.data),
    });
    const [told, expected] = [errorsOf(ours), errorsOf(theirs)];
    const untold = expected.filter(
      ({ code, path }) => !told.some((one) => one.code === code && meet(one.path, path)),
    );
    expect({ seed, untold }).toEqual({ seed, untold: [] });
    const known = new Set([...expected.map(({ code }) => code), 'INTERNAL_SERVER_ERROR']);
    expect({ seed, unknown: told.filter(({ code }) => !known.has(code)) }).toEqual({
      seed,
      unknown: [],
    });
  }
}

const LINE = `fragment Line on Item { quantity product { ...Ware } }
  fragment Ware on Product { id name price }`;
const CONDITIONS = `query ($x: Boolean!, $y: Boolean = true) {
  sale @include(if: $x) { id weight @skip(if: $y) }
  title @skip(if: $x)
  best { name @include(if: $y) ... @skip(if: $x) { stock { available } } }
}`;
const SALES_BY_STATUS = 'query ($only: Status!) { sales(only: $only) { id } }';

test.each<[string, string, Asked?]>([
  ['fields of one subgraph', '{ sales { id total } }'],
  ['entities', '{ sales { items { quantity product { name stock { available } } } } }'],
  ['aliases', '{ s: sales { i: items { p: product { n: name k: id } gifts { n: name price } } } }'],
  ['named fragments', `{ sales { items { ...Line } } required { items { ...Line } } } ${LINE}`],
  ['lists of lists', '{ grid { row product { name maker { country } } } }'],
  ['an interface', '{ things { id label ... on Product { name } ... on Sale { weight sent } } }'],
  ['types only', '{ things { __typename t: __typename ... on Thing { label } } }'],
  [
    'enums with values that clients do not see',
    '{ sale { weight status statuses } products { color } }',
  ],
  ['a page that both subgraphs know', '{ page { title sales { id sent } } __typename }'],
  ['entities of entities', '{ products { related { related { maker { id country } color } } } }'],
  ['one field twice', '{ a: sale(id: 1) { total } b: sale(id: 2) { total items { quantity } } }'],
  [
    'fields in parts',
    '{ sales { items { product { id name } product { price } } items { gifts { id } } } }',
  ],
  ['a default', 'query ($n: Int = 2) { sales(first: $n) { id } }'],
  [
    'null instead of a default',
    'query ($u: Boolean = true) { best { name(upper: $u) } }',
    { variables: { u: null } },
  ],
  ['a variable of another type', SALES_BY_STATUS, { variables: { only: 7 } }],
  ['no variable', SALES_BY_STATUS],
  ['a value that clients may not send', SALES_BY_STATUS, { variables: { only: 'SECRET' } }],
  ['conditions that are met', CONDITIONS, { variables: { x: true } }],
  ['conditions that are not', CONDITIONS, { variables: { x: false, y: false } }],
  [
    'constant conditions',
    '{ sale { id @skip(if: true) total } products @include(if: false) { id } }',
  ],
  [
    'changes, one after the other',
    `mutation { open(note: "a") { id sent } rename(name: "b") { stock { available } }
      close { sale { weight } at } count rate }`,
  ],
  ['nothing of a subgraph', '{ __typename }'],
])('%s: the same answer as from the gateway itself', async (...[, query, asked]) => {
  leftToGateway = 0;
  await compare(query, asked);
  expect(leftToGateway).toBe(0);
});

test.each([
  ['rewrites', '{ found { ... on Sale { label } ... on Product { label } } }'],
  ['introspection', '{ __schema { queryType { name } } title }'],
  ['names that every object has', '{ constructor: sales { id toString: total } }'],
  ['the name of the prototype', '{ sales { __proto__: items { quantity } } }'],
  [
    'a variable named like the planner’s own',
    'query ($representations: Int) { sales(first: $representations) { sent } }',
  ],
  [
    'a variable with a name that every object has',
    'query ($toString: Int = 2) { sales(first: $toString) { sent } }',
  ],
])('%s: left to the gateway', async (_what, query) => {
  leftToGateway = 0;
  await compare(query);
  expect(leftToGateway).toBe(SEEDS);
  expect({}).not.toHaveProperty('0');
});

test.each(MADE_UP_SUBGRAPHS)(
  'without %s: the rest of each answer, and the same errors',
  async (name) => {
    absent = name;
    try {
      for (const query of [
        '{ a: title sale { t: total weight } page { title } }',
        '{ sales { items { product { name } gifts { tags } } } best { maker { country } } }',
        `query ($x: Boolean = true) {
        required { id } title sale @include(if: $x) { id } best @skip(if: $x) { id }
      }`,
        'mutation { open(note: "a") { id sent } rename(name: "b") { id } count }',
      ]) {
        await compare(query);
      }
    } finally {
      absent = null;
    }
  },
);

test.each(['sale(among: $ids) { id }', 'sale(among: $ids) { id } __schema { description }'])(
  'of a long list of wrong values not each one is looked at: { %s }',
  async (selections) => {
    const ids = Array.from({ length: 5_000 }, () => ({}));
    const asked = { variables: { ids } };
    leftToGateway = 0;
    const { errors } = await own(requestOf(`query ($ids: [ID!]) { ${selections} }`, asked));
    expect(errors).toHaveLength(51);
    expect(leftToGateway).toBe(0);
  },
);

test('a document of two operations: each has a plan and a shape of its own', async () => {
  const query = 'query A { title } query B { sales { sent } }';
  leftToGateway = 0;
  await compare(query, { operationName: 'A' });
  await compare(query, { operationName: 'B' });
  expect(leftToGateway).toBe(0);
});

test('an error about one of several kinds of objects is told at its own place', async () => {
  const query = '{ found { __typename ... on Product { tags } } }';
  for (let seed = 0; seed < SEEDS; seed++) {
    ask = madeUpAnswers(seed, 4);
    const { data, errors = [] } = await own(requestOf(query, {}));
    const found: ({ __typename: string } | null)[] = data?.['found'] ?? [];
    const ofTags = errors.filter(({ path }) => path?.[2] === 'tags' && data?.['found']);
    for (const { path } of ofTags) {
      expect(found[Number(path?.[1])]).toMatchObject({ __typename: 'Product', tags: null });
    }
  }
});
