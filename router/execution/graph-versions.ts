import { operationFromDocument } from '@apollo/federation-internals';
import type { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { operationKey } from '../admission/operation-key.ts';
import type { PlannedSupergraph } from '../supergraph/plan-cache.ts';
import { fieldNamesOf, plannableDocument } from './plannable-document.ts';
import { type PreparedOperation, prepareOperation } from './prepared-operation.ts';
import { safeNamesOf } from './safe-names.ts';

/** Memory for the prepared operations of one version, in bytes. */
const MAX_PREPARED_BYTES = 64 * 1024 * 1024;
/** A variant of one takes some 14 KB and 80 to 150 bytes per character, as was measured. */
const BYTES_PER_OPERATION = 16_384;
const BYTES_PER_CHARACTER = 150;

/** The text of a client, and which of its operations is meant. */
export interface OperationText {
  query: string;
  operationName: string | undefined;
}

/** An operation that is valid on the schema that comes with it. */
export interface ValidOperation extends OperationText {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Of the text, as ApolloServer makes it. */
  queryHash: string;
}

/**
 * The versions of the supergraph on which requests run. Plan, schema and supergraph of a request
 * are of the version that the request began with, also while the gateway swaps to another.
 */
export interface GraphVersions {
  /** @returns null for what is left to the gateway's own executor */
  prepare(operation: ValidOperation): PreparedOperation | null;
  /** @returns null for what has not been prepared on the version that is valid now */
  known(text: OperationText): PreparedOperation | null;
}

/** @param newest the supergraph that the gateway is about to take, or has taken */
export function followGraphVersions(
  gateway: Pick<ApolloGateway, 'onSchemaLoadOrUpdate'>,
  newest: () => PlannedSupergraph | null,
): GraphVersions {
  const versions = new WeakMap<GraphQLSchema, GraphVersion>();
  let current: GraphVersion | null = null;
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const planned = newest();
    current = planned?.sdl === coreSupergraphSdl ? createGraphVersion(planned) : null;
    if (current) versions.set(apiSchema, current);
  });
  return {
    prepare: (operation) => versions.get(operation.schema)?.prepare(operation) ?? null,
    known: (text) => current?.known(text)?.prepared ?? null,
  };
}

/** Null is remembered too: it is left to the gateway each time. */
type Preparation = { prepared: PreparedOperation | null };

/** One version of the supergraph, and the operations that were prepared on it. */
interface GraphVersion {
  known(text: OperationText): Preparation | undefined;
  prepare(valid: ValidOperation): PreparedOperation | null;
}

function createGraphVersion(planned: PlannedSupergraph): GraphVersion {
  const supergraph = planned.supergraph.schema.toGraphQLJSSchema();
  const fieldNames = fieldNamesOf(supergraph);
  const planOf = (document: DocumentNode, { operation }: ValidOperation) =>
    buildPlan(planned, plannableDocument(document, fieldNames).plannable, operation);
  const preparations = new LRUCache<string, Preparation>({
    maxSize: MAX_PREPARED_BYTES,
    sizeCalculation: ({ prepared }, key) =>
      (prepared?.mostVariants ?? 1) * (BYTES_PER_OPERATION + key.length * BYTES_PER_CHARACTER),
  });
  const known = ({ query, operationName }: OperationText) =>
    preparations.get(operationKey(query, operationName));
  return {
    known,
    prepare(valid) {
      const before = known(valid);
      if (before) return before.prepared;
      const prepared = prepareOperation({
        ...valid,
        supergraph,
        names: safeNamesOf(valid.document, fieldNames),
        plan: () => knownPlan(planned, valid) ?? planOf(valid.document, valid),
        planOf: (decided) => planOf(decided, valid),
      });
      preparations.set(operationKey(valid.query, valid.operationName), { prepared });
      return prepared;
    },
  };
}

/** The plan that was made ahead. */
function knownPlan(
  { plans }: PlannedSupergraph,
  { document, operation, queryHash }: ValidOperation,
): QueryPlan | undefined {
  return isAlone(operation, document) ? plans.get(queryHash) : undefined;
}

function buildPlan(
  { planner, supergraph }: PlannedSupergraph,
  document: DocumentNode,
  { name }: OperationDefinitionNode,
): QueryPlan {
  const named = name && { operationName: name.value };
  return planner.buildQueryPlan(
    operationFromDocument(supergraph.apiSchema(), document, { ...named }),
  );
}

function isAlone(operation: OperationDefinitionNode, { definitions }: DocumentNode): boolean {
  return definitions.every((one) => one === operation || one.kind !== Kind.OPERATION_DEFINITION);
}
