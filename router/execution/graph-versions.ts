import { operationFromDocument } from '@apollo/federation-internals';
import type { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { PlannedSupergraph } from '../plan-cache.ts';
import { type PreparedOperation, prepareOperation } from './prepared-operation.ts';

/** Prepared operations of one version; the least used go first. */
const MAX_PREPARED = 1_000;

/** An operation that is valid on the schema that comes with it. */
export interface ValidOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Of the document's text, as ApolloServer makes it. */
  queryHash: string;
}

/**
 * The versions of the supergraph on which requests run. Plan, schema and supergraph of a request
 * are of the version that the request began with, also while the gateway swaps to another.
 */
export interface GraphVersions {
  /** @returns null for what is left to the gateway's own executor */
  prepare(operation: ValidOperation): PreparedOperation | null;
}

/** @param newest the supergraph that the gateway is about to take, or has taken */
export function followGraphVersions(
  gateway: Pick<ApolloGateway, 'onSchemaLoadOrUpdate'>,
  newest: () => PlannedSupergraph | null,
): GraphVersions {
  const versions = new WeakMap<GraphQLSchema, GraphVersion>();
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const planned = newest();
    if (planned?.sdl === coreSupergraphSdl) versions.set(apiSchema, new GraphVersion(planned));
  });
  return { prepare: (operation) => versions.get(operation.schema)?.prepare(operation) ?? null };
}

type Outcome = { prepared: PreparedOperation | null };

class GraphVersion {
  readonly #planned: PlannedSupergraph;
  readonly #supergraph: GraphQLSchema;
  /** A document may hold several operations, and each is an object of its own. */
  readonly #known = new LRUCache<OperationDefinitionNode, Outcome>({ max: MAX_PREPARED });

  constructor(planned: PlannedSupergraph) {
    this.#planned = planned;
    this.#supergraph = planned.supergraph.schema.toGraphQLJSSchema();
  }

  prepare(valid: ValidOperation): PreparedOperation | null {
    const known = this.#known.get(valid.operation);
    if (known) return known.prepared;
    const plan = this.#planOf(valid);
    const prepared = prepareOperation({ ...valid, supergraph: this.#supergraph, plan });
    this.#known.set(valid.operation, { prepared });
    return prepared;
  }

  #planOf({ document, operation, queryHash }: ValidOperation) {
    const { plans, planner, supergraph } = this.#planned;
    const known = isAlone(operation, document) ? plans.get(queryHash) : undefined;
    if (known) return known;
    const operationName = operation.name?.value;
    return planner.buildQueryPlan(
      operationFromDocument(supergraph.apiSchema(), document, {
        ...(operationName !== undefined && { operationName }),
      }),
    );
  }
}

function isAlone(operation: OperationDefinitionNode, { definitions }: DocumentNode): boolean {
  return definitions.every((one) => one === operation || one.kind !== Kind.OPERATION_DEFINITION);
}
