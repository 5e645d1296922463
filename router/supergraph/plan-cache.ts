import { setImmediate as nextTurn } from 'node:timers/promises';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner, type QueryPlannerConfig } from '@apollo/query-planner';
import { parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Log } from '../../common/process/log/log.ts';
import { documentHash, type TrustedDocument } from '../admission/manifest.ts';
import { fieldNamesOf, plannableDocument } from '../execution/plannable-document.ts';

type ApolloPlanCache = NonNullable<QueryPlannerConfig['cache']>;

/** Memory for plans that only the gateway's own executor needs, in bytes; rare operations. */
const MAX_PLANS_BYTES = 16 * 1024 * 1024;
/** A plan in memory is some eight times as large as its JSON. */
const BYTES_PER_CHARACTER = 8;

/** The gateway's cache of query plans, which can hold the plans of a supergraph before its swap. */
export interface PlanCache {
  /** The cache that the gateway reads and writes, and empties at the swap to another supergraph. */
  forGateway: ApolloPlanCache;
  /**
   * Plans the known operations for a supergraph that the gateway does not have yet; at the next
   * swap they are there. An operation that does not fit is logged and left out.
   * @throws GraphQLError when the supergraph cannot be used
   */
  prepare(supergraphSdl: string): Promise<void>;
  /** The supergraph that was prepared last. */
  newest(): PlannedSupergraph | null;
}

/** A supergraph, the means to plan operations on it, and the plans of the known ones. */
export interface PlannedSupergraph {
  sdl: string;
  supergraph: Supergraph;
  planner: QueryPlanner;
  /** By the hash of the operation's text. */
  plans: ReadonlyMap<string, QueryPlan>;
}

/** @param documentsNow need plans; the gateway asks for them by the hash of their text */
export function createPlanCache(
  documentsNow: () => readonly TrustedDocument[],
  log: Log,
): PlanCache {
  const plans = new LRUCache<string, QueryPlan>({
    maxSize: MAX_PLANS_BYTES,
    sizeCalculation: (plan) => JSON.stringify(plan).length * BYTES_PER_CHARACTER,
  });
  let prepared: PlannedSupergraph | null = null;
  let isTaken = false;

  const planAll = async (sdl: string): Promise<PlannedSupergraph> => {
    const supergraph = Supergraph.build(sdl, { validateSupergraph: true });
    const planner = new QueryPlanner(supergraph);
    const planned = new Map<string, QueryPlan>();
    const fieldNames = fieldNamesOf(supergraph.schema.toGraphQLJSSchema());
    for (const { name, body } of documentsNow()) {
      try {
        const document = parse(body);
        const { plannable, isRenamed } = plannableDocument(document, fieldNames);
        // The gateway's own executor, which gets these plans too, knows the client's names only.
        if (isRenamed) continue;
        const operation = operationFromDocument(supergraph.apiSchema(), plannable);
        planned.set(documentHash(body), planner.buildQueryPlan(operation));
      } catch (error) {
        log.warn('operation.does-not-fit', { operationName: name, error });
      }
      await nextTurn(); // Requests that came meanwhile are served between two plans.
    }
    return { sdl, supergraph, planner, plans: planned };
  };

  return {
    forGateway: {
      get: async (key) => plans.get(key),
      set: async (key, plan) => void plans.set(key, plan),
      delete: async (key) => plans.delete(key),
      clear() {
        plans.clear();
        if (isTaken || !prepared) return;
        for (const [id, plan] of prepared.plans) plans.set(id, plan);
        isTaken = true;
      },
    },
    async prepare(supergraphSdl) {
      const startedAtMs = performance.now();
      prepared = await planAll(supergraphSdl);
      isTaken = false;
      const durationMs = Math.round(performance.now() - startedAtMs);
      log.info('plans.prepared', { count: prepared.plans.size, durationMs });
    },
    newest: () => prepared,
  };
}
