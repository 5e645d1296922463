import { type DefinitionNode, type DocumentNode, GraphQLError, Kind, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { HttpRefusal } from '../../common/process/http/http-server.ts';
import { isObject } from '../../common/process/http/json.ts';
import { type CostTable, readCostTable } from './cost-table.ts';
import {
  countTokens,
  DOCUMENT_LIMITS,
  FragmentCycleError,
  limitsExceeded,
  measureDocument,
  sentence,
} from './document-limits.ts';
import { type CostEstimate, prepareCost } from './operation-cost.ts';
import { operationKey } from './operation-key.ts';

/** Most points that one operation may cost. */
export const MAX_COST = 20_000;
/** Memory for what is known of documents, in bytes. */
const MAX_REMEMBERED_BYTES = 32 * 1024 * 1024;
/** The prepared cost of a document takes so much per character: 55 to 101 were measured. */
const BYTES_PER_CHARACTER = 110;
/**
 * A document that is new is validated, planned and compiled, some 0.1 ms per field: as much as a
 * few objects of an answer.
 */
const POINTS_PER_NEW_FIELD = 5;

/** The verdict about a document before its validation: it may run at a cost, or never. */
type Judgement =
  | { kind: 'Runs'; isRead: boolean; fields: number; estimate: CostEstimate }
  | { kind: 'TooLarge'; reason: string }
  /** A subscription, of which this graph has none. */
  | { kind: 'Subscribes' }
  /** No GraphQL: Apollo says where. */
  | { kind: 'Unreadable' };

export interface OperationCheck {
  /** Prices operations by a new supergraph from now on. */
  useSupergraph(sdl: string): void;
  /**
   * Measures an operation before it is validated, planned or run.
   * @throws HttpRefusal OPERATION_TOO_LARGE naming every limit it is above, and by how much;
   *   GRAPHQL_VALIDATION_FAILED for a subscription
   */
  measure(operation: CheckedOperation): MeasuredOperation;
}

export interface MeasuredOperation {
  /** Estimate in points; 0 for what is no GraphQL. */
  cost: number;
  /** Surely a query: it changes nothing. */
  isRead: boolean;
  /** Points for a document that this router does not know: making it ready is work too. */
  newcomerPoints: number;
}

export interface CheckedOperation {
  query: string;
  operationName: unknown;
  variables: unknown;
}

const NO_COSTS: CostTable = { field: () => undefined, typeWeight: () => 0 };

export function createOperationCheck(): OperationCheck {
  let table = NO_COSTS;
  const remembered = new LRUCache<string, Judgement>({
    maxSize: MAX_REMEMBERED_BYTES,
    sizeCalculation: (_, key) => key.length * BYTES_PER_CHARACTER,
  });

  const judgementOf = ({ query, operationName }: CheckedOperation) => {
    const name = typeof operationName === 'string' ? operationName : undefined;
    const key = operationKey(query, name);
    const known = remembered.get(key);
    if (known) return { judgement: known, isNew: false };
    const judgement = judge(query, name, table);
    remembered.set(key, judgement);
    return { judgement, isNew: true };
  };

  return {
    useSupergraph(sdl) {
      table = readCostTable(sdl);
      remembered.clear();
    },
    measure(operation) {
      const { judgement, isNew } = judgementOf(operation);
      switch (judgement.kind) {
        case 'Unreadable':
          return { cost: 0, isRead: false, newcomerPoints: 0 };
        case 'Subscribes':
          throw new HttpRefusal('GRAPHQL_VALIDATION_FAILED', 'Este grafo no tiene suscripciones.');
        case 'TooLarge':
          throw new HttpRefusal('OPERATION_TOO_LARGE', judgement.reason);
        case 'Runs': {
          const cost = judgement.estimate(variablesOf(operation));
          const newcomerPoints = isNew ? judgement.fields * POINTS_PER_NEW_FIELD : 0;
          if (cost <= MAX_COST) return { cost, isRead: judgement.isRead, newcomerPoints };
          throw new HttpRefusal('OPERATION_TOO_LARGE', sentence('puntos de costo', cost, MAX_COST));
        }
      }
    },
  };
}

function variablesOf({ variables }: CheckedOperation): Record<string, unknown> {
  return isObject(variables) ? variables : {};
}

function judge(query: string, operationName: string | undefined, table: CostTable): Judgement {
  try {
    const tooLong = limitsExceeded({ characters: query.length });
    if (tooLong.length > 0) return { kind: 'TooLarge', reason: tooLong.join(' ') };
    const document = parseWithinLimit(query);
    if (!document) {
      const reasons = limitsExceeded({ tokens: countTokens(query) });
      return reasons.length > 0
        ? { kind: 'TooLarge', reason: reasons.join(' ') }
        : { kind: 'Unreadable' };
    }
    const size = measureDocument(document);
    const reasons = limitsExceeded(size);
    if (reasons.length > 0) return { kind: 'TooLarge', reason: reasons.join(' ') };
    if (document.definitions.some(isSubscription)) return { kind: 'Subscribes' };
    return {
      kind: 'Runs',
      isRead: document.definitions.every(isReadOrFragment),
      fields: size.fields,
      estimate: prepareCost(document, operationName, table),
    };
  } catch (error) {
    if (error instanceof GraphQLError) return { kind: 'Unreadable' };
    if (!(error instanceof FragmentCycleError)) throw error;
    const reason = `El fragmento ${error.message} se usa a sí mismo.`;
    return { kind: 'TooLarge', reason };
  }
}

function isSubscription(definition: DefinitionNode): boolean {
  return definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'subscription';
}

function isReadOrFragment(definition: DefinitionNode): boolean {
  if (definition.kind === Kind.OPERATION_DEFINITION) return definition.operation === 'query';
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}

/** @returns null for what cannot be parsed, or not within the limit of tokens */
function parseWithinLimit(query: string): DocumentNode | null {
  try {
    return parse(query, { noLocation: true, maxTokens: DOCUMENT_LIMITS.tokens });
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}
