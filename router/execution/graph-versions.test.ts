// Goal: plan, schema and supergraph of a request are of one version, whatever the gateway swaps in.
import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { type GraphQLSchema, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { composeMadeUpGraph } from '../../tests/support/made-up-graph.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import { documentHash, type TrustedDocument } from '../admission/manifest.ts';
import { createPlanCache, type PlanCache } from '../supergraph/plan-cache.ts';
import { followGraphVersions, type GraphVersions, type ValidOperation } from './graph-versions.ts';

const FIRST = composeMadeUpGraph();
/** The same graph, as a text of its own. */
const SECOND = `${FIRST}\n# second`;
const BODY = 'query Titles { title }';
const trusted: TrustedDocument = {
  id: documentHash(BODY),
  name: 'Titles',
  body: BODY,
};

let plans: PlanCache;
let versions: GraphVersions;
let announce: (schemas: { apiSchema: GraphQLSchema; coreSupergraphSdl: string }) => void;

beforeEach(() => {
  plans = createPlanCache(() => [trusted], silentLog);
  const gateway = {
    onSchemaLoadOrUpdate(listener: typeof announce) {
      announce = listener;
      return () => undefined;
    },
  };
  versions = followGraphVersions(gateway, plans.newest);
});

/** The gateway takes a supergraph. @returns the schema that it shows from then on */
async function swap(sdl: string): Promise<GraphQLSchema> {
  await plans.prepare(sdl);
  const apiSchema = plans.newest()!.supergraph.apiSchema().toGraphQLJSSchema();
  announce({ apiSchema, coreSupergraphSdl: sdl });
  return apiSchema;
}

function valid(schema: GraphQLSchema, query: string, operationName?: string) {
  const document = parse(query);
  const operation = getOperationAST(document, operationName) as OperationDefinitionNode;
  const queryHash = createHash('sha256').update(query).digest('hex');
  return { schema, document, operation, query, operationName, queryHash };
}

test('a request that began before a swap stays on its version, and teaches the new one nothing', async () => {
  const first = await swap(FIRST);
  const second = await swap(SECOND);
  const late = versions.prepare(valid(first, BODY));
  expect(late?.schema).toBe(first);
  expect(versions.known({ query: BODY, operationName: undefined })).toBeNull();

  const early = versions.prepare(valid(second, BODY));
  expect(early?.schema).toBe(second);
  expect(versions.known({ query: BODY, operationName: undefined })).toBe(early);
  for (const operationName of ['Titles', '', '\n']) {
    expect(versions.known({ query: BODY, operationName })).toBeNull();
  }
});

test('what was known before a swap is not known after it', async () => {
  versions.prepare(valid(await swap(FIRST), BODY));
  await swap(SECOND);
  expect(versions.known({ query: BODY, operationName: undefined })).toBeNull();
});

test('a plan that was made ahead is taken, also for a text that names its one operation', async () => {
  const schema = await swap(FIRST);
  const plan = plans.newest()?.plans.get(trusted.id)?.node;
  expect(plan).toBeDefined();
  const planFor = (text: ValidOperation) => versions.prepare(text)?.variantFor({})?.plan;
  expect(planFor(valid(schema, BODY))).toBe(plan);
  expect(planFor(valid(schema, BODY, 'Titles'))).toBe(plan);
});

test('two operations of one document are two', async () => {
  const schema = await swap(FIRST);
  const both = 'query A { title } query B { best { id } }';
  const [a, b] = [
    versions.prepare(valid(schema, both, 'A')),
    versions.prepare(valid(schema, both, 'B')),
  ];
  expect([a?.name, b?.name]).toEqual(['A', 'B']);
  expect(versions.prepare(valid(schema, both, 'A'))).toBe(a);
});

test('a schema that nobody prepared for is left to the gateway', async () => {
  await swap(FIRST);
  const apiSchema = plans.newest()!.supergraph.apiSchema().toGraphQLJSSchema();
  expect(versions.prepare(valid(apiSchema, BODY))).toBeNull();
  announce({ apiSchema, coreSupergraphSdl: SECOND });
  expect(versions.prepare(valid(apiSchema, BODY))).toBeNull();
});

test.each([
  [
    'a field that the subgraph knows by another type',
    '{ found { ... on Sale { label } ... on Product { label } } }',
  ],
])('%s is left to the gateway', async (_what, query) => {
  const schema = await swap(FIRST);
  expect(versions.prepare(valid(schema, query))).toBeNull();
});
