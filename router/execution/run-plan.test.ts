import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { Json } from '../../common/process/http/json.ts';
import type { SubgraphAnswer, SubgraphError } from '../subgraph-calls/subgraph-call.ts';
import { runPlan } from './run-plan.ts';

const supergraph = buildSchema(`
  type Query { a: Int }
  interface Ware { id: ID }
  type Product implements Ware { id: ID }
  type Gift implements Ware { id: ID }`);

function fetchOf(operation: string, more: Partial<FetchNode> = {}): FetchNode {
  const query = 'query' as FetchNode['operationKind'];
  return {
    kind: 'Fetch',
    serviceName: 's',
    operation,
    operationName: undefined,
    operationKind: query,
    ...more,
  };
}

const entitiesAt = (path: string[], typeCondition = 'Product'): PlanNode => ({
  kind: 'Flatten',
  path,
  node: fetchOf('entities', {
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition,
        selections: [
          { kind: 'Field', name: '__typename' },
          { kind: 'Field', name: 'id' },
        ],
      },
    ],
  }),
});

type Answer = Pick<SubgraphAnswer, 'data'> & { errors?: Partial<SubgraphError>[] };

/** Runs a plan; `answer` makes up what the subgraph says to an operation. */
async function run(plan: PlanNode, answer: (operation: string, variables: Json) => Answer) {
  const asked: [string, Json][] = [];
  const result = await runPlan(plan, {
    supergraph,
    variables: { given: 1, empty: undefined },
    coercedVariables: { given: 1, other: 2, yes: true, no: false },
    async send({ operation }, variables) {
      asked.push([operation, variables]);
      const { data, errors = [] } = answer(operation, variables);
      const told = errors.map((error) => ({
        message: 'x',
        extensions: { code: 'TIMEOUT' as const },
        ...error,
      }));
      return { data, errors: told, answered: true };
    },
  });
  return { ...result, asked, paths: result.errors.map(({ path }) => path) };
}

const product = (id: string) => ({ __typename: 'Product', id });

test('a sequence asks one after the other, and goes on after a failure', async () => {
  const plan: PlanNode = { kind: 'Sequence', nodes: [fetchOf('first'), fetchOf('second')] };
  const { asked, data, paths } = await run(plan, (operation) =>
    operation === 'first' ? { data: null, errors: [{ path: ['first'] }] } : { data: { second: 2 } },
  );
  expect(asked.map(([operation]) => operation)).toEqual(['first', 'second']);
  expect(data).toEqual({ second: 2 });
  expect(paths).toEqual([['first']]);
});

test('a call that cannot even be made is one error, and the others are made', async () => {
  const plan: PlanNode = { kind: 'Parallel', nodes: [fetchOf('broken'), fetchOf('good')] };
  const { data, errors } = await run(plan, (operation) => {
    if (operation === 'broken') throw new Error('no address');
    return { data: { good: 1 } };
  });
  expect(data).toEqual({ good: 1 });
  expect(errors.map(({ originalError }) => originalError?.message)).toEqual(['no address']);
});

test('a subgraph gets the variables that the client gave, not defaults and not what it left out', async () => {
  const fetch = fetchOf('q', { variableUsages: ['given', 'empty', 'other', 'toString'] });
  const { asked } = await run(fetch, () => ({ data: {} }));
  expect(asked).toEqual([['q', { given: 1 }]]);
});

test('one of two conditional parts runs', async () => {
  const choice = (condition: string): PlanNode => ({
    kind: 'Condition',
    condition,
    ifClause: fetchOf('met'),
    elseClause: fetchOf('unmet'),
  });
  const plan: PlanNode = { kind: 'Parallel', nodes: [choice('yes'), choice('no')] };
  const { asked } = await run(plan, () => ({ data: {} }));
  expect(asked.map(([operation]) => operation)).toEqual(['met', 'unmet']);
  const without: PlanNode = { kind: 'Condition', condition: 'no', ifClause: fetchOf('met') };
  expect((await run(without, () => ({ data: {} }))).asked).toEqual([]);
});

test('errors of entities are told where they stand: under aliases, in lists of lists, past nulls', async () => {
  const plan: PlanNode = {
    kind: 'Sequence',
    nodes: [fetchOf('root'), entitiesAt(['rows', '@', '@', 'alias'])],
  };
  const { data, paths, asked } = await run(plan, (operation) => {
    if (operation === 'root') {
      const gift = { __typename: 'Gift', id: '9' };
      return { data: { rows: [[{ alias: null }, { alias: gift }], [{ alias: product('1') }]] } };
    }
    return { data: { _entities: [{ name: null }] }, errors: [{ path: ['_entities', 0, 'name'] }] };
  });
  expect(asked[1]).toEqual(['entities', { representations: [product('1')] }]);
  expect(paths).toEqual([['rows', 1, 0, 'alias', 'name']]);
  expect(data['rows']).toMatchObject([[{}, { alias: { id: '9' } }], [{ alias: { name: null } }]]);
});

test('an error about no entity in particular is told at their place', async () => {
  const plan: PlanNode = {
    kind: 'Sequence',
    nodes: [fetchOf('root'), entitiesAt(['items', '@'])],
  };
  const { paths } = await run(plan, (operation) =>
    operation === 'root' ? { data: { items: [product('1')] } } : { data: null, errors: [{}] },
  );
  expect(paths).toEqual([['items']]);
});

test('whoever lacks its key is not asked for; when all do, nobody is', async () => {
  const plan: PlanNode = { kind: 'Sequence', nodes: [fetchOf('root'), entitiesAt(['item'])] };
  for (const item of [
    null,
    { __typename: 'Product' },
    { id: '1' },
    { __typename: 'Gift', id: '1' },
  ]) {
    const { asked } = await run(plan, () => ({ data: { item } }));
    expect(asked.map(([operation]) => operation)).toEqual(['root']);
  }
});

test('a condition on an interface holds for each type of it', async () => {
  const plan: PlanNode = {
    kind: 'Sequence',
    nodes: [fetchOf('root'), entitiesAt(['items', '@'], 'Ware')],
  };
  const items = [product('1'), { __typename: 'Gift', id: '2' }, { __typename: 'Query', id: '3' }];
  const { asked } = await run(plan, (operation) =>
    operation === 'root' ? { data: { items } } : { data: { _entities: [null, null] } },
  );
  expect(asked[1]?.[1]).toEqual({ representations: items.slice(0, 2) });
});

test('equal entities may share one object: it is asked for and filled at both places', async () => {
  const shared = product('1');
  const plan: PlanNode = {
    kind: 'Sequence',
    nodes: [fetchOf('root'), entitiesAt(['items', '@']), entitiesAt(['items', '@'])],
  };
  const found = { name: 'n', stock: { available: 1 } };
  const { data } = await run(plan, (operation) =>
    operation === 'root'
      ? { data: { items: [shared, shared] } }
      : { data: { _entities: [found, found] } },
  );
  const whole = { ...product('1'), ...found };
  expect(data).toEqual({ items: [whole, whole] });
});
