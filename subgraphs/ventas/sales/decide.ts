import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../common/process/log/log.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { isPoison } from '../../../common/subgraph/database/database-trouble.ts';
import type { TransactionSql } from '../../../common/subgraph/database/sql.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { freeApprovals } from '../discounts/approval-store.ts';
import { insertQueue, type PlainQueueRow } from '../documents/document-store.ts';
import { insertMessages, type OutboxMessage } from '../outbox/outbox-store.ts';
import { insertPayments, type NewPayments } from '../payments/payment-store.ts';
import type { AbortReason, AttemptState } from './attempt.ts';
import { abortAttempt, commitAttempts } from './attempt-store.ts';
import { lockDecisions, withMoney } from './lock-money.ts';
import { addUnitsSold } from './product-sales-store.ts';
import { insertSales, type NewSale, rowOfSale, type SaleRow } from './sale-store.ts';

/** The decision for an attempt, if it is still open. */
export type Decision =
  | { kind: 'Commit'; id: string; sale: NewSale }
  /** `release`: inventario may hold stock for it. */
  | { kind: 'Abort'; id: string; reason: AbortReason; release: boolean };

type Commit = Extract<Decision, { kind: 'Commit' }>;

/** The outcome of a list of decisions. */
export interface Decided {
  /** The attempts as they are decided now, by whomever, by id. */
  attempts: Map<string, AttemptState>;
  /**
   * The messages that were written for inventario: only about attempts that were decided here and
   * now.
   */
  messages: OutboxMessage[];
  /** The sales that were made here and now, as their rows stand. */
  saleById: ReadonlyMap<string, SaleRow>;
}

const RETRY_PAUSES_MS = [20, 100, 300, 600, 1_200];

/**
 * Decides attempts: the one place where a sale comes into being. A caller that finds an attempt no
 * longer open changes nothing and takes what was decided.
 *
 * When the connection breaks, nobody knows whether COMMIT happened. The next try locks the rows
 * first, which waits for a transaction that is still ending, and then sees what it did: so trying
 * again decides nothing twice.
 * @returns no attempts when the database could not be reached: then the decision is unknown, and
 *   what is still open will be aborted by recovery; nor one whose end cannot be written either
 */
export async function decide(
  database: Database,
  decisions: readonly Decision[],
  log: Log,
): Promise<Decided> {
  failpoint('ventas.decide.before');
  for (const pauseMs of RETRY_PAUSES_MS) {
    try {
      const decided = await database.transaction((sql) => decideInTransaction(sql, decisions));
      failpoint('ventas.decide.after');
      return decided;
    } catch (error) {
      if (isPoison(error)) return decideWithoutPoison(database, decisions, { error, log });
      log.warn('sale.decision-retried', { saleIds: decisions.map(({ id }) => id), error });
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }
  log.error('sale.decision-unknown', { saleIds: decisions.map(({ id }) => id) });
  return UNKNOWN;
}

const UNKNOWN: Decided = { attempts: new Map(), messages: [], saleById: new Map() };

/**
 * One of the decisions can never be written. Each is tried alone, so that its neighbours are made;
 * the attempt that fails by itself ends as a fault, and somebody is told.
 */
async function decideWithoutPoison(
  database: Database,
  decisions: readonly Decision[],
  { error, log }: { error: unknown; log: Log },
): Promise<Decided> {
  const [only, ...others] = decisions;
  if (only && others.length === 0) {
    log.error('sale.decision-failed', { saleId: only.id, error });
    const isOver = only.kind === 'Abort' && only.reason.kind === 'Fault';
    if (isOver) return UNKNOWN;
    const reason = { kind: 'Fault', fault: 'Failed' } as const;
    return decide(database, [{ kind: 'Abort', id: only.id, reason, release: true }], log);
  }
  const alone: Decided[] = [];
  for (const decision of decisions) alone.push(await decide(database, [decision], log));
  return {
    attempts: new Map(alone.flatMap(({ attempts }) => [...attempts])),
    messages: alone.flatMap(({ messages }) => messages),
    saleById: new Map(alone.flatMap(({ saleById }) => [...saleById])),
  };
}

async function decideInTransaction(
  sql: TransactionSql,
  decisions: readonly Decision[],
): Promise<Decided> {
  const { attempts, now, money } = await lockDecisions(sql, decisions);
  const undecided = decisions.filter(({ id }) => attempts.get(id)?.decision === 'OPEN');
  const open = undecided.map((decision) => withMoney(decision, money));
  const sales = open.filter(isCommit).map(({ sale }) => sale);
  const messages = open.flatMap(messageOf);
  failpoint('ventas.decide.inside');
  await sql.commitWith([
    ...commitAttempts(sales.map(({ id }) => id)),
    ...open.flatMap((aborted) =>
      aborted.kind === 'Abort' ? abortAttempt(aborted.id, aborted.reason) : [],
    ),
    ...freeApprovals(open.filter(isForEver).map(({ id }) => id)),
    ...insertSales(sales, now),
    ...insertPayments(sales.map(paymentsOf), now),
    ...insertQueue(sales.flatMap(documentOf)),
    ...money.exchanges.statements(),
    ...addUnitsSold(sales.flatMap(({ lines }) => lines)),
    ...insertMessages(messages),
  ]);
  const saleById = new Map(sales.map((sale) => [sale.id, rowOfSale(sale, now)]));
  return { attempts: withDecisions(attempts, open), messages, saleById };
}

function isCommit(decision: Decision): decision is Commit {
  return decision.kind === 'Commit';
}

/** A key that was decided against for ever gives back the approval that is on it. */
function isForEver(decision: Decision): boolean {
  return decision.kind === 'Abort' && decision.reason.kind !== 'Fault';
}

function documentOf({ id, document }: NewSale): PlainQueueRow[] {
  return document ? [{ ...document, sourceId: id, saleId: id }] : [];
}

function paymentsOf({ id, order, cashSessionId }: NewSale): NewPayments {
  return { saleId: id, tenders: order.tenders, cashSessionId };
}

function messageOf(decision: Decision): OutboxMessage[] {
  if (decision.kind === 'Commit') return [{ attemptId: decision.id, kind: 'CONFIRM' }];
  return decision.release ? [{ attemptId: decision.id, kind: 'RELEASE' }] : [];
}

/** The locked rows as this transaction leaves them. */
function withDecisions(
  attempts: ReadonlyMap<string, AttemptState>,
  decided: readonly Decision[],
): Map<string, AttemptState> {
  const after = new Map(attempts);
  for (const decision of decided) {
    const attempt = after.get(decision.id);
    if (!attempt) continue;
    const changes =
      decision.kind === 'Commit'
        ? { decision: 'COMMITTED' as const }
        : { decision: 'ABORTED' as const, reason: decision.reason };
    after.set(decision.id, { ...attempt, ...changes });
  }
  return after;
}
