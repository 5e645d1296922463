import type { Log } from '../../../common/process/log/log.ts';
import { createBatcher } from '../../../common/subgraph/batch/batcher.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type {
  InventarioClient,
  ReservationAnswer,
  ReserveCall,
} from '../inventario-client/inventario-client.ts';
import type { OutboxMessage } from '../outbox/outbox-store.ts';
import type { AttemptState } from './attempt.ts';
import { type Decision, decide } from './decide.ts';
import {
  type OpenAttemptsDeps,
  type OpenedAttempt,
  type OpenRequest,
  openAttempts,
} from './open-attempts.ts';
import type { SaleRow } from './sale-store.ts';

/**
 * The three steps of a sale, each for one sale as the caller sees it; what arrives at the same time
 * goes together: one statement, one call, one commit for many sales.
 */
export interface SaleSteps {
  /** @throws QueueFullError, JobDroppedError: then nothing was written */
  open(request: OpenRequest & { isWanted: () => boolean }): Promise<OpenedAttempt>;
  reserve(call: ReserveCall): Promise<ReservationAnswer>;
  /** @returns the attempt as it is decided now; null when that could not be found out */
  decide(decision: Decision): Promise<DecidedAttempt | null>;
}

/** An attempt with its decision, and the sale if it was made by this very decision. */
export interface DecidedAttempt {
  attempt: AttemptState;
  sale: SaleRow | null;
}

export interface SaleStepsDeps extends OpenAttemptsDeps {
  database: Database;
  inventario: Pick<InventarioClient, 'reserve'>;
  /** Told what inventario must be told, once it is durable. */
  decided: (messages: OutboxMessage[]) => void;
  log: Log;
}

/** About what a sale without its lines costs in a statement, and what each line adds, in bytes. */
const SALE_BYTES = 400;
const LINE_BYTES = 250;
/** A decision that was begun is always written: its queue is bounded by what was opened. */
const UNBOUNDED = Number.POSITIVE_INFINITY;

export function createSaleSteps({ inventario, decided, ...deps }: SaleStepsDeps): SaleSteps {
  const opening = createBatcher<Parameters<SaleSteps['open']>[0], OpenedAttempt>({
    run: (requests) => openAttempts(deps, requests),
    weigh: () => ({ lines: 1, bytes: SALE_BYTES }),
    isWanted: ({ isWanted }) => isWanted(),
  });
  const reserving = createBatcher<ReserveCall, ReservationAnswer>({
    run: (calls) => inventario.reserve(calls),
    weigh: ({ request }) => weightOf(request.lines.length),
    limits: { maxQueued: UNBOUNDED },
  });
  const deciding = createBatcher<Decision, DecidedAttempt | null>({
    run: async (decisions) => {
      const { attempts, messages, saleById } = await decide(deps.database, decisions, deps.log);
      decided(messages);
      return decisions.map(({ id }) => {
        const attempt = attempts.get(id);
        return attempt ? { attempt, sale: saleById.get(id) ?? null } : null;
      });
    },
    weigh: (decision) => weightOf(decision.kind === 'Commit' ? decision.sale.lines.length : 0),
    limits: { maxQueued: UNBOUNDED },
  });
  return { open: opening.add, reserve: reserving.add, decide: deciding.add };
}

function weightOf(lines: number) {
  return { lines, bytes: SALE_BYTES + lines * LINE_BYTES };
}
