import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../../common/database/database.ts';
import { failpoint } from '../../../common/failpoint/failpoint.ts';
import type { Deadline } from '../../../common/server/deadline.ts';
import { type Attempt, type KeyState, stateOfKey } from './attempt.ts';
import {
  findNewestAttempts,
  findUnreleased,
  type Intent,
  insertIntents,
  textOfKey,
} from './attempt-store.ts';
import type { Order } from './order.ts';
import { outcomeOf, type SaleOutcome } from './sale-outcome.ts';
import { findSaleParties, type SaleParties } from './sale-parties.ts';

/** A request to sell that waits for its attempt to be opened. */
export interface OpenRequest {
  order: Order;
  deadline: Deadline;
}

/** An attempt that this request brings to a decision, or what there is instead of one. */
export type OpenedAttempt =
  | { kind: 'Opened'; attempt: Attempt; parties: SaleParties; replaces: string[]; isLate: boolean }
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
  const [{ newestByKey, now }, parties] = await Promise.all([
    findNewestAttempts(database, orders),
    findSaleParties(database, orders),
  ]);
  const canBegin = mayBegin();
  const planned = requests.map(({ order, deadline }, index): Planned => {
    const state = stateOfKey(newestByKey.get(textOfKey(order)) ?? null, order.requestHash);
    if (state.kind !== 'Run') return { kind: 'Known', opened: knownAnswer(state) };
    if (!canBegin) return { kind: 'Known', opened: answered({ kind: 'Unavailable' }) };
    const intent = intentOf(order, state.attempt, parties[index]);
    return { kind: 'New', intent, latest: now.getTime() + deadline.remainingMs() };
  });

  const intents = planned.flatMap((plan) => (plan.kind === 'New' ? plan.intent : []));
  const retried = intents.filter(({ attempt }) => attempt > 1).map(({ key }) => key);
  const unreleasedByKey = await findUnreleased(database, retried);
  failpoint('ventas.intent.before');
  const written = await insertIntents(database, intents);
  failpoint('ventas.intent.after');

  return planned.map((plan, index): OpenedAttempt => {
    if (plan.kind === 'Known') return plan.opened;
    const attempt = written.get(plan.intent.id);
    const people = parties[index];
    if (!attempt || !people) return { kind: 'Overtaken' };
    if (attempt.decision !== 'OPEN') return answered(outcomeOf(attempt, false));
    const replaces = unreleasedByKey.get(textOfKey(plan.intent.key)) ?? [];
    // By the database's clock: this process may have been asleep without noticing.
    const isLate = attempt.createdAt.getTime() > plan.latest;
    return { kind: 'Opened', attempt, parties: people, replaces, isLate };
  });
}

type Planned =
  | { kind: 'Known'; opened: OpenedAttempt }
  | { kind: 'New'; intent: Intent; latest: number };

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

function intentOf(order: Order, attempt: number, parties: SaleParties | undefined): Intent {
  const { scope, idempotencyKey, requestHash } = order;
  const rejections = parties?.rejections ?? [];
  const reason = rejections.length > 0 ? { kind: 'Rule' as const, rejections } : null;
  return { id: uuidv7(), key: { scope, idempotencyKey }, requestHash, attempt, reason };
}
