import type { Database } from '../../../common/database/database.ts';
import type { Log } from '../../../common/log/log.ts';
import type { Deadline } from '../../../common/server/deadline.ts';
import type { InventarioClient } from '../inventario-client/inventario-client.ts';
import { type Decision, decide } from './decide.ts';
import { type OpenAttemptDeps, type OpenedAttempt, openAttempt } from './open-attempt.ts';
import type { Order } from './order.ts';
import { priceSale } from './price-sale.ts';
import { outcomeOf, type SaleOutcome } from './sale-outcome.ts';

export interface SaleDeps extends OpenAttemptDeps {
  database: Database;
  inventario: InventarioClient;
  /** Tells the dispatcher that inventario has something to be told. */
  decided: () => void;
}

/** Who asks, for how long. */
export interface SaleCall {
  requestId: string;
  actorId: string | null;
  deadline: Deadline;
  log: Log;
}

/*
 * Why a sale is never made without stock, and stock is never lost:
 *  1. The intent is durable before inventario is asked, so whatever dies, somebody finds it:
 *     the recovery worker aborts what stays open past its validity.
 *  2. inventario holds all lines or none, and answers the same id the same way for ever.
 *  3. The decision is one guarded update, from OPEN, together with the sale and the message that
 *     tells inventario. Whoever comes second changes nothing and takes what was decided.
 *  4. Nothing is given back because of an error here: only a durable ABORTED sends a release.
 *  5. No transaction is open while inventario is being asked.
 */
export async function realizarVenta(
  deps: SaleDeps,
  order: Order,
  call: SaleCall,
): Promise<SaleOutcome> {
  const opened = await openAttempt(deps, order, call.deadline);
  if (opened.kind === 'Answered') return opened.outcome;

  const decision = await reserveStock(deps, { order, opened, call });
  const decided = await decide(deps.database, [decision], call.log);
  deps.decided();

  const attempt = decided.get(opened.attempt.id);
  return attempt ? outcomeOf(attempt, false) : { kind: 'InProgress' };
}

type Reserving = { order: Order; opened: OpenedAttempt & { kind: 'Opened' }; call: SaleCall };

/** Asks inventario for the stock, and says what to decide. */
async function reserveStock(
  { inventario }: SaleDeps,
  { order, opened, call }: Reserving,
): Promise<Decision> {
  const { attempt, parties, replaces } = opened;
  const { id, requestHash, validUntil } = attempt;
  const { requestId, actorId, deadline } = call;
  const { sellerId, customerId } = parties;
  const { lines } = order;

  const reservation = { id, requestHash, validUntil, replaces, lines, requestId, actorId };
  const [answer] = await inventario.reserve([reservation], { requestId, deadline });
  switch (answer?.kind) {
    case 'Held': {
      const sale = { id, order, sellerId, customerId, ...priceSale(lines, answer.held) };
      return { kind: 'Commit', id, sale };
    }
    case 'Rejected': {
      const reason = { kind: 'Rule' as const, rejections: answer.rejections };
      return { kind: 'Abort', id, reason, release: false };
    }
    case 'Refused':
      return { kind: 'Abort', id, reason: { kind: 'Fault', fault: 'Refused' }, release: true };
    case 'Unreachable':
    case undefined:
      return { kind: 'Abort', id, reason: { kind: 'Fault', fault: 'Unreachable' }, release: true };
  }
}
