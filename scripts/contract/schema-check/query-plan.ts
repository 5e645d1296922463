import { operationFromDocument } from '@apollo/federation-internals';
import type {
  FetchNode,
  PlanNode,
  QueryPlan,
  QueryPlanSelectionNode,
  SubscriptionNode,
} from '@apollo/query-planner';
import type { ClientOperation, ComposedGraph } from './graph-version.ts';

/** The work of a router for one operation. */
export interface OperationPlan {
  /** Every request to a subgraph, in the order of the plan. */
  fetches: readonly FetchNode[];
  /** The length of the longest chain of requests that wait for one another. */
  depth: number;
}

/** Plans an operation as the router does. The operation must be valid for the graph. */
export function planOperation(graph: ComposedGraph, operation: ClientOperation): OperationPlan {
  const { name: operationName, document } = operation;
  const parsed = operationFromDocument(graph.supergraph.apiSchema(), document, { operationName });
  return planOf(graph.planner.buildQueryPlan(parsed));
}

function planOf({ node }: QueryPlan): OperationPlan {
  if (!node) return { fetches: [], depth: 0 };
  return { fetches: fetchesOf(node), depth: depthOf(node) };
}

type AnyNode = PlanNode | SubscriptionNode;

function fetchesOf(node: AnyNode): FetchNode[] {
  return node.kind === 'Fetch' ? [node] : childrenOf(node).flatMap(fetchesOf);
}

function depthOf(node: AnyNode): number {
  if (node.kind === 'Fetch') return 1;
  const depths = childrenOf(node).map(depthOf);
  const isInOrder = ['Sequence', 'Subscription', 'Defer'].includes(node.kind);
  return isInOrder ? depths.reduce((sum, depth) => sum + depth, 0) : Math.max(0, ...depths);
}

function childrenOf(node: AnyNode): AnyNode[] {
  switch (node.kind) {
    case 'Fetch':
      return [];
    case 'Sequence':
    case 'Parallel':
      return node.nodes;
    case 'Flatten':
      return [node.node];
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((clause) => clause ?? []);
    case 'Defer':
      return [node.primary, ...node.deferred].flatMap((part) => part.node ?? []);
    case 'Subscription':
      return [node.primary, ...(node.rest ? [node.rest] : [])];
  }
}

/** The entities that a request asks for, and the fields by which it names them. */
export interface Representation {
  type: string;
  /** Paths of fields, such as `id` or `seller.id`. */
  fields: ReadonlySet<string>;
}

/** The keys that a request for entities sends; none for a request that begins at a root field. */
export function representationsOf({ requires = [] }: FetchNode): Representation[] {
  return requires.flatMap((node) => {
    if (node.kind !== 'InlineFragment' || node.typeCondition === undefined) return [];
    return [{ type: node.typeCondition, fields: new Set(pathsOf(node.selections)) }];
  });
}

function pathsOf(selections: readonly QueryPlanSelectionNode[], parent = ''): string[] {
  return selections.flatMap((node) => {
    if (node.kind === 'InlineFragment') return pathsOf(node.selections, parent);
    const path = `${parent}${node.name}`;
    return node.selections?.length ? pathsOf(node.selections, `${path}.`) : [path];
  });
}

/** The subject of a request, without names that the planner makes up. */
export function describeFetch(fetch: FetchNode): string {
  const types = representationsOf(fetch).map(({ type }) => type);
  return types.length > 0 ? `${fetch.serviceName}(${types.join(', ')})` : fetch.serviceName;
}
