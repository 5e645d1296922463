import type { TestGraph } from '../../support/federated-graph.ts';

/** A graph that shows a rule of federation. */
export interface RuleGraph {
  graph: TestGraph;
  /** Operations, by what they show. */
  queries: Record<string, string>;
}

/** Says the type of an object that names it. */
export const typeOf = {
  __resolveType: ({ __typename }: { __typename: string }) => __typename,
};

/** Finds one of some objects, as a resolver of references does. */
export const byId =
  <One extends { id: string }>(list: readonly One[]) =>
  ({ id }: { id: string }) =>
    list.find((one) => one.id === id) ?? null;

export const RADIO = { __typename: 'Product', id: 'p1', name: 'Radio' };
export const CABLE = { __typename: 'Product', id: 'p2', name: 'Cable' };
export const product = byId([RADIO, CABLE]);
