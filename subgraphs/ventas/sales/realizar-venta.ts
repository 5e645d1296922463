import type { Deadline } from '../../../common/process/http/deadline.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { Decision } from './decide.ts';
import type { InFlightKeys } from './in-flight-keys.ts';
import { joinAttempt } from './join-attempt.ts';
import { judgeSale, type SellerLimits } from './judge-sale.ts';
import type { OpenedAttempt } from './open-attempts.ts';
import type { Order } from './order.ts';
import type { HeldProduct } from './price-sale.ts';
import { outcomeOf, type SaleOutcome } from './sale-outcome.ts';
import type { DecidedAttempt, SaleSteps } from './sale-steps.ts';

export interface SaleDeps {
  database: Database;
  inFlight: InFlightKeys;
  steps: SaleSteps;
  limits: SellerLimits;
}

/** The asker and the time that is left. */
export interface SaleCall {
  requestId: string;
  actorId: string | null;
  deadline: Deadline;
  /** Aborted when the caller has gone. */
  clientGone: AbortSignal;
}

/*
 * A sale is never made without stock, and stock is never lost, because:
 *  1. The intent is durable before inventario is asked, so whatever dies, somebody finds it:
 *     the recovery worker aborts what stays open past its validity.
 *  2. inventario holds all lines or none, and answers the same id the same way for ever.
 *  3. The decision is one guarded update, from OPEN, together with the sale and the message that
 *     tells inventario. The second to come changes nothing and takes what was decided.
 *  4. Nothing is given back because of an error here: only a durable ABORTED sends a release.
 *  5. No transaction is open while inventario is being asked.
 */
export function realizarVenta(deps: SaleDeps, order: Order, call: SaleCall): Promise<SaleOutcome> {
  return deps.inFlight.once(order, () => sell(deps, order, call));
}

async function sell(deps: SaleDeps, order: Order, call: SaleCall): Promise<SaleOutcome> {
  const { deadline, clientGone } = call;
  const isWanted = () => !clientGone.aborted && deadline.remainingMs() > 0;

  const opened = await deps.steps.open({ order, deadline, isWanted });
  switch (opened.kind) {
    case 'Answered':
      return opened.outcome;
    case 'Joined':
      return joinAttempt(deps.database, opened.attempt, deadline);
    case 'Overtaken':
      return sell(deps, order, call);
    case 'Opened': {
      const decision = await reserveStock(deps, { order, opened, call });
      const decided = await deps.steps.decide(decision);
      return decided ? answerOf(decided) : { kind: 'InProgress' };
    }
  }
}

function answerOf({ attempt, sale }: DecidedAttempt): SaleOutcome {
  const outcome = outcomeOf(attempt, false);
  return outcome.kind === 'Sold' ? { ...outcome, sale } : outcome;
}

type Reserving = { order: Order; opened: OpenedAttempt & { kind: 'Opened' }; call: SaleCall };

/** Asks inventario for the stock, and says what to decide. */
async function reserveStock(
  { steps, limits }: SaleDeps,
  { order, opened, call }: Reserving,
): Promise<Decision> {
  const { attempt, replaces, isLate } = opened;
  const { id, validUntil } = attempt;
  const { requestId, actorId, deadline } = call;
  const fault = (name: 'Expired' | 'Refused' | 'Unreachable', release: boolean): Decision => {
    return { kind: 'Abort', id, reason: { kind: 'Fault', fault: name }, release };
  };
  if (isLate) return fault('Expired', false);

  const { lines, requestHash } = order;
  const request = { id, requestHash, validUntil, replaces, lines, requestId, actorId };
  const answer = await steps.reserve({ request, deadline });
  switch (answer.kind) {
    case 'Held':
      return decisionOf(order, opened, { held: answer.held, limits });
    case 'Rejected': {
      const reason = { kind: 'Rule' as const, rejections: answer.rejections };
      return { kind: 'Abort', id, reason, release: false };
    }
    case 'Refused':
      return fault('Refused', true);
    case 'Unreachable':
      return fault('Unreachable', true);
  }
}

/** Judges a sale whose stock is held by the rules that need its prices. */
function decisionOf(
  order: Order,
  { attempt: { id }, parties, terms }: Reserving['opened'],
  { held, limits }: { held: readonly HeldProduct[]; limits: SellerLimits },
): Decision {
  const judged = judgeSale(order, held, { terms, limits });
  const { priced, rejections, cashRoundingCentimos } = judged;
  if (priced === null || rejections.length > 0) {
    return { kind: 'Abort', id, reason: { kind: 'Rule', rejections }, release: true };
  }
  const { tillId, cashSessionId, document } = terms;
  const paidCentimos = order.tenders.length > 0 ? judged.amountDueCentimos : 0;
  const money = { tillId, cashSessionId, document, cashRoundingCentimos, paidCentimos };
  return { kind: 'Commit', id, sale: { id, order, ...parties.people, ...money, ...priced } };
}
