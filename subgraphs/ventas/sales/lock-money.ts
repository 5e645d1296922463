import type { TransactionSql } from '../../../common/subgraph/database/sql.ts';
import { openSessionIds, shareSessions } from '../cash-sessions/session-store.ts';
import { type ExchangeRefunds, lockExchangeRefunds } from '../returns/exchange.ts';
import type { AbortReason, TermsRejection } from './attempt.ts';
import { type LockedAttempts, lockAttempts } from './attempt-store.ts';
import type { Decision } from './decide.ts';

/** The drawers and refunds that a list of decisions touches, locked until the transaction ends. */
export interface LockedMoney {
  openSessions: ReadonlySet<string>;
  exchanges: ExchangeRefunds;
}

/** Locks the attempts of decisions, and what those take money into or from. */
export async function lockDecisions(
  sql: TransactionSql,
  decisions: readonly Decision[],
): Promise<LockedAttempts & { money: LockedMoney }> {
  const ids = decisions.map(({ id }) => id);
  const sales = decisions.flatMap((decision) => (decision.kind === 'Commit' ? decision.sale : []));
  const sessionIds = sales.flatMap(({ cashSessionId }) => cashSessionId ?? []);
  const share = sessionIds.length > 0 ? shareSessions(sessionIds) : null;
  const returnIds = sales.flatMap(({ order }) =>
    order.tenders.flatMap(({ returnId }) => returnId ?? []),
  );
  if (returnIds.length === 0) {
    const { alsoLocked, ...locked } = await lockAttempts(sql, ids, share);
    const exchanges = await lockExchangeRefunds(sql, returnIds);
    return { ...locked, money: { openSessions: openSessionIds(alsoLocked), exchanges } };
  }
  // In the order that every transaction keeps: sales whose return is exchanged, then sessions.
  const locked = await lockAttempts(sql, ids, null);
  const exchanges = await lockExchangeRefunds(sql, returnIds);
  const [rows = []] = share ? await sql.script([share]) : [];
  return { ...locked, money: { openSessions: openSessionIds(rows), exchanges } };
}

/**
 * Makes an abort of a commit whose drawer was closed since its intent, or whose return can no
 * longer pay. The refunds that a commit uses are taken, so that the next one does not find it.
 */
export function withMoney(decision: Decision, { openSessions, exchanges }: LockedMoney): Decision {
  if (decision.kind === 'Abort') return decision;
  const { id, sale } = decision;
  const { cashSessionId, order } = sale;
  if (cashSessionId !== null && !openSessions.has(cashSessionId)) {
    return aborted(id, { code: 'CASH_SESSION_CLOSED', path: ['tillId'] });
  }
  const failed = exchanges.take(id, order.tenders);
  if (failed === null) return decision;
  return aborted(id, { code: 'INVALID_PAYMENT', path: ['payments', String(failed), 'returnId'] });
}

function aborted(id: string, rejection: TermsRejection): Decision {
  const reason: AbortReason = { kind: 'Rule', rejections: [rejection] };
  return { kind: 'Abort', id, reason, release: true };
}
