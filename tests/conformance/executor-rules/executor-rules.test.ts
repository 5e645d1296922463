// Goal: our executor answers like the specification, and is never worse than the stock gateway.
// Method: for each rule of federation a small graph and some operations; each is answered by ours,
// by the stock gateway and by graphql-js on one schema with the same data.
import { afterAll, expect, test } from '@jest/globals';
import { type FederatedGraph, federate, type TestGraph } from '../../support/federated-graph.ts';
import { abstractTypes } from './graphs/abstract-types.ts';
import { concrete } from './graphs/concrete-types.ts';
import { interfaceObject } from './graphs/interface-objects.ts';
import { keys } from './graphs/keys.ts';
import { nulls } from './graphs/nulls.ts';
import { provides } from './graphs/provided-fields.ts';
import { requires } from './graphs/required-fields.ts';
import { shapes } from './graphs/shapes.ts';
import type { RuleGraph } from './rule-graph.ts';

const GRAPHS: Record<string, RuleGraph> = {
  'interface objects': interfaceObject,
  'abstract types': abstractTypes,
  'concrete in one subgraph': concrete,
  'required fields': requires,
  'provided fields': provides,
  keys,
  nulls,
  shapes,
};

const federated = new Map<TestGraph, Promise<FederatedGraph>>();
afterAll(async () => {
  for (const graph of federated.values()) await (await graph).stop();
});

function enginesOf(graph: TestGraph): Promise<FederatedGraph> {
  const engines = federated.get(graph) ?? federate(graph);
  federated.set(graph, engines);
  return engines;
}

/**
 * The stock gateway leaves out what fragments ask of an object whose type it did not ask for, and
 * what needs a field that stands below a condition elsewhere. It takes a client's alias for the key
 * or the required field of that name, or gives the client that field for the alias.
 */
const STOCK_IS_WORSE: ReadonlySet<string> = new Set([
  'required fields: needed by what stands below a condition, and not asked for',
  'required fields: an alias that is the name of what it needs',
  'keys: an alias that is the name of a key',
  'keys: aliases that change two keys',
  'keys: the same below other objects',
  'keys: a part of a compound key',
  'concrete in one subgraph: a field beside a fragment',
  'concrete in one subgraph: the same with a fragment',
  'concrete in one subgraph: a union field that a subgraph declares concrete',
]);
/**
 * Both are wrong: the planner, which is Apollo's, asks for a required field under the name under
 * which the client asks for the same field with other arguments.
 */
const PLANNER_IS_WRONG: ReadonlySet<string> = new Set([
  'required fields: with an argument, beside the same field with another',
]);

const CASES = Object.entries(GRAPHS).flatMap(([rule, { graph, queries }]) =>
  Object.entries(queries).map(([what, query]) => ({ name: `${rule}: ${what}`, query, graph })),
);

test.each(CASES)('$name', async ({ name, graph, query }) => {
  const engines = await enginesOf(graph);
  const [ours, stock, right] = await Promise.all([
    engines.ours(query),
    engines.stock(query),
    engines.merged(query),
  ]);
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

  expect(ours.data).toEqual(PLANNER_IS_WRONG.has(name) ? stock.data : right.data);
  expect(isSame(ours.data, right.data)).toBe(!PLANNER_IS_WRONG.has(name));
  // An engine may name other places, but what is null for want of a value has an error.
  expect(ours.errors.length > 0).toBe(right.errors.length > 0);
  const stockIsRight = !PLANNER_IS_WRONG.has(name) && !STOCK_IS_WORSE.has(name);
  if (stockIsRight) expect(stock.data).toEqual(right.data);
  else expect(stock.data).not.toEqual(right.data);
});

test('every rule has its cases', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(70);
});
