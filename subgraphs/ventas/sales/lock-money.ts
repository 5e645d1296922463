import type { TransactionSql } from '../../../common/subgraph/database/sql.ts';
import { openSessionIds, shareSessions } from '../cash-sessions/session-store.ts';
import { type ExchangeRefunds, lockExchangeRefunds } from '../returns/exchange.ts';
import type { AbortReason, TermsRejection } from './attempt.ts';
import type { Decision } from './decide.ts';

type Commit = Extract<Decision, { kind: 'Commit' }>;

/** The drawers and refunds that a list of decisions touches, locked until the transaction ends. */
export interface LockedMoney {
  openSessions: ReadonlySet<string>;
  exchanges: ExchangeRefunds;
}

/**
 * Locks what decisions take money into or from, in the order that every transaction keeps: sales
 * whose return is exchanged, then sessions.
 */
export async function lockMoney(
  sql: TransactionSql,
  commits: readonly Commit[],
): Promise<LockedMoney> {
  const returnIds = commits.flatMap(({ sale }) =>
    sale.order.tenders.flatMap(({ returnId }) => returnId ?? []),
  );
  const exchanges = await lockExchangeRefunds(sql, returnIds);
  const sessionIds = commits.flatMap(({ sale }) => sale.cashSessionId ?? []);
  if (sessionIds.length === 0) return { openSessions: new Set(), exchanges };
  const [rows] = await sql.script([shareSessions(sessionIds)]);
  return { openSessions: openSessionIds(rows), exchanges };
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
