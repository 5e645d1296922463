import { v7 as uuidv7 } from 'uuid';
import type { Deadline } from '../../../common/process/http/deadline.ts';
import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { Query, Sql } from '../../../common/subgraph/database/sql.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { type CashSessionRow, findOpenSessions } from '../cash-sessions/session-store.ts';
import {
  type BoundApproval,
  bindApproval,
  freeApprovals,
  unbindApprovals,
} from '../discounts/approval-store.ts';
import { findShop, type ShopRow } from '../shop/shop-store.ts';
import { findTaxRates } from '../tax/tax-rate-store.ts';
import { findTills, type TillRow } from '../tills/till-store.ts';
import {
  type Attempt,
  type KeyState,
  type Rejection,
  stateOfKey,
  type TermsRejection,
} from './attempt.ts';
import {
  findKeys,
  findUnreleased,
  type Intent,
  insertIntents,
  newestByKey,
  textOfKey,
} from './attempt-store.ts';
import type { Order } from './order.ts';
import { outcomeOf, type SaleOutcome } from './sale-outcome.ts';
import { checkParties, partyIdsOf, type SaleParties } from './sale-parties.ts';
import { findParties, partyRows } from './sale-parties-store.ts';
import { approvalIdOf, type SaleTerms, type TermsFound, termsOf, tillIdOf } from './sale-terms.ts';

/** A request to sell that waits for its attempt to be opened. */
export interface OpenRequest {
  order: Order;
  deadline: Deadline;
}

type Parties = SaleParties & { kind: 'Right' };

/** An attempt that this request brings to a decision, or what there is instead of one. */
export type OpenedAttempt =
  | {
      kind: 'Opened';
      attempt: Attempt;
      parties: Parties;
      terms: SaleTerms;
      replaces: string[];
      isLate: boolean;
    }
  /** Another request is bringing it to its decision. */
  | { kind: 'Joined'; attempt: Attempt }
  | { kind: 'Answered'; outcome: SaleOutcome }
  /** Another request with the key was faster: look again. */
  | { kind: 'Overtaken' };

export interface OpenAttemptsDeps {
  database: Database;
  /** False while nothing new may begin: inventario's breaker is open, or the process drains. */
  mayBegin: () => boolean;
}

/**
 * Follows the key table for a list of requests and writes the intents of new attempts: durable
 * before anything is held. All keys of the list are different.
 * @returns an entry per request, in their order
 */
export async function openAttempts(
  { database, mayBegin }: OpenAttemptsDeps,
  requests: readonly OpenRequest[],
): Promise<OpenedAttempt[]> {
  const orders = requests.map(({ order }) => order);
  const { newest, people, terms: found } = await lookUp(database, orders);
  const canBegin = mayBegin();
  const planned = requests.map(({ order, deadline }): Planned => {
    const state = stateOfKey(newest.get(textOfKey(order)) ?? null, order.requestHash);
    if (state.kind !== 'Run') return { kind: 'Known', opened: knownAnswer(state) };
    if (!canBegin) return { kind: 'Known', opened: answered({ kind: 'Unavailable' }) };
    const parties = checkParties(partyIdsOf(order), people);
    const { terms, rejections } = termsOf(order, found, parties);
    const intent = intentOf(order, state.attempt, rejectionsOf(parties, rejections));
    const latest = found.now.getTime() + deadline.remainingMs();
    return { kind: 'New', order, intent, parties, terms, latest };
  });

  const news = planned.flatMap((plan) => (plan.kind === 'New' ? plan : []));
  const retried = news.flatMap(({ intent }) => (intent.attempt > 1 ? intent.key : []));
  const unreleasedByKey = await findUnreleased(database, retried);
  failpoint('ventas.intent.before');
  const written = await writeIntents(database, news);
  failpoint('ventas.intent.after');

  return planned.map((plan): OpenedAttempt => {
    if (plan.kind === 'Known') return plan.opened;
    const attempt = written.get(plan.intent.id);
    if (!attempt) return { kind: 'Overtaken' };
    const { parties, terms } = plan;
    if (attempt.decision !== 'OPEN' || parties.kind === 'Wrong') {
      return answered(outcomeOf(attempt, false));
    }
    const replaces = unreleasedByKey.get(textOfKey(plan.intent.key)) ?? [];
    // By the database's clock: this process may have been asleep without noticing.
    const isLate = attempt.createdAt.getTime() > plan.latest;
    return { kind: 'Opened', attempt, parties, terms, replaces, isLate };
  });
}

interface NewPlan {
  kind: 'New';
  order: Order;
  intent: Intent;
  parties: SaleParties;
  terms: SaleTerms;
  latest: number;
}

type Planned = { kind: 'Known'; opened: OpenedAttempt } | NewPlan;

/**
 * Writes intents; an approval is put on its key in the same transaction as the intent. Where the
 * intent was not written, or the key ends before it begins, the approval is free again.
 */
async function writeIntents(
  database: Database,
  news: readonly NewPlan[],
): Promise<Map<string, Attempt>> {
  if (news.every(({ order }) => order.approvalId === null)) {
    return insertIntents(
      database,
      news.map(({ intent }) => intent),
    );
  }
  return database.transaction(async (sql) => {
    const bound = new Map<string, BoundApproval>();
    const intents: Intent[] = [];
    for (const plan of news) intents.push(await withApproval(sql, plan, bound));
    const written = await insertIntents(sql, intents);
    const overtaken = [...bound].filter(([id, { isNew }]) => isNew && !written.has(id));
    const ended = intents.filter(({ id, reason }) => reason !== null && written.has(id));
    await sql.script([
      ...unbindApprovals(overtaken.map(([, { id }]) => id)),
      ...freeApprovals(ended.map(({ id }) => id)),
    ]);
    return written;
  });
}

/** The intent of a plan with its approval on its key; one that does not hold ends the attempt. */
async function withApproval(
  sql: Sql,
  plan: NewPlan,
  bound: Map<string, BoundApproval>,
): Promise<Intent> {
  const { order, intent, parties } = plan;
  if (order.approvalId === null || intent.reason !== null || parties.kind === 'Wrong')
    return intent;
  const id = approvalIdOf(order);
  const { sellerId } = parties.people;
  const approval = id === null ? null : await bindApproval(sql, { id, sellerId, key: intent.key });
  plan.terms = { ...plan.terms, approvedBasisPoints: approval?.maxBasisPoints ?? null };
  if (approval !== null) {
    bound.set(intent.id, approval);
    return intent;
  }
  const rejection = { code: 'DISCOUNT_NOT_AUTHORIZED' as const, path: ['discountApprovalId'] };
  return { ...intent, reason: { kind: 'Rule', rejections: [rejection] } };
}

function answered(outcome: SaleOutcome): OpenedAttempt {
  return { kind: 'Answered', outcome };
}

function knownAnswer(state: Exclude<KeyState, { kind: 'Run' }>): OpenedAttempt {
  switch (state.kind) {
    case 'Reused':
      return answered({ kind: 'KeyReused' });
    case 'Answered':
      return answered(outcomeOf(state.attempt, true));
    case 'Join':
      return { kind: 'Joined', attempt: state.attempt };
  }
}

/** Reads what keys, people, rates and tills are known, and the clock, in one round trip. */
async function lookUp(database: Database, orders: readonly Order[]) {
  const ids = orders.map(partyIdsOf);
  const queries = [
    findKeys(orders),
    ...findParties({
      sellerIds: ids.flatMap(({ sellerId }) => (sellerId === 'unknown' ? [] : sellerId)),
      customerIds: ids.flatMap(({ customerId }) =>
        customerId === 'unknown' ? [] : (customerId ?? []),
      ),
    }),
    findTaxRates(),
    CLOCK,
  ] as const;
  // Most orders of other clients name no till.
  const tillQueries = findTillsOf(orders);
  const [keys, sellers, customers, rates, clock, ...found] = tillQueries
    ? await database.script([...queries, ...tillQueries])
    : [...(await database.script(queries)), [], [], []];
  return {
    newest: newestByKey(keys),
    people: partyRows(sellers, customers),
    terms: { rates, ...tillsFound(found), now: clockOf(clock) },
  };
}

type TillQueries = readonly [Query<TillRow>, Query<CashSessionRow>, Query<ShopRow>];

/** Looks up the tills that orders name, their open sessions, and the shop; null: they name none. */
function findTillsOf(orders: readonly Pick<Order, 'tillId'>[]): TillQueries | null {
  const ids = orders.map(tillIdOf).filter((id) => id !== null && id !== 'unknown');
  return ids.length === 0 ? null : [findTills(ids), findOpenSessions(ids), findShop()];
}

type TillsFound = Pick<TermsFound, 'tills' | 'openSessions' | 'isShopSet'>;

function tillsFound([tills, openSessions, shops]: readonly [
  TillRow[],
  CashSessionRow[],
  ShopRow[],
]): TillsFound {
  return { tills, openSessions, isShopSet: shops.length > 0 };
}

/** Reads the till that an order names, its open session, and whether the shop is set. */
export async function lookUpTill(sql: Sql, order: Pick<Order, 'tillId'>): Promise<TillsFound> {
  const queries = findTillsOf([order]);
  return tillsFound(queries ? await sql.script(queries) : [[], [], []]);
}

function rejectionsOf(parties: SaleParties, terms: readonly TermsRejection[]): Rejection[] {
  return [...(parties.kind === 'Wrong' ? parties.rejections : []), ...terms];
}

function intentOf(order: Order, attempt: number, rejections: Rejection[]): Intent {
  const { scope, idempotencyKey, requestHash } = order;
  const reason = rejections.length > 0 ? { kind: 'Rule' as const, rejections } : null;
  return { id: uuidv7(), key: { scope, idempotencyKey }, requestHash, attempt, reason };
}
