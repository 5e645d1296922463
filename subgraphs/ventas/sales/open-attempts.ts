import { v7 as uuidv7 } from 'uuid';
import type { Deadline } from '../../../common/process/http/deadline.ts';
import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { type Attempt, type KeyState, stateOfKey } from './attempt.ts';
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

/** A request to sell that waits for its attempt to be opened. */
export interface OpenRequest {
  order: Order;
  deadline: Deadline;
}

type Parties = SaleParties & { kind: 'Right' };

/** An attempt that this request brings to a decision, or what there is instead of one. */
export type OpenedAttempt =
  | { kind: 'Opened'; attempt: Attempt; parties: Parties; replaces: string[]; isLate: boolean }
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
  const { newest, people, now } = await lookUp(database, orders);
  const canBegin = mayBegin();
  const planned = requests.map(({ order, deadline }): Planned => {
    const state = stateOfKey(newest.get(textOfKey(order)) ?? null, order.requestHash);
    if (state.kind !== 'Run') return { kind: 'Known', opened: knownAnswer(state) };
    if (!canBegin) return { kind: 'Known', opened: answered({ kind: 'Unavailable' }) };
    const parties = checkParties(partyIdsOf(order), people);
    const intent = intentOf(order, state.attempt, parties);
    return { kind: 'New', intent, parties, latest: now.getTime() + deadline.remainingMs() };
  });

  const intents = planned.flatMap((plan) => (plan.kind === 'New' ? plan.intent : []));
  const retried = intents.filter(({ attempt }) => attempt > 1).map(({ key }) => key);
  const unreleasedByKey = await findUnreleased(database, retried);
  failpoint('ventas.intent.before');
  const written = await insertIntents(database, intents);
  failpoint('ventas.intent.after');

  return planned.map((plan): OpenedAttempt => {
    if (plan.kind === 'Known') return plan.opened;
    const attempt = written.get(plan.intent.id);
    if (!attempt) return { kind: 'Overtaken' };
    const { parties } = plan;
    if (attempt.decision !== 'OPEN' || parties.kind === 'Wrong') {
      return answered(outcomeOf(attempt, false));
    }
    const replaces = unreleasedByKey.get(textOfKey(plan.intent.key)) ?? [];
    // By the database's clock: this process may have been asleep without noticing.
    const isLate = attempt.createdAt.getTime() > plan.latest;
    return { kind: 'Opened', attempt, parties, replaces, isLate };
  });
}

type Planned =
  | { kind: 'Known'; opened: OpenedAttempt }
  | { kind: 'New'; intent: Intent; parties: SaleParties; latest: number };

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

/** Reads what keys, sellers and customers are known, and the clock, in one round trip. */
async function lookUp(database: Database, orders: readonly Order[]) {
  const ids = orders.map(partyIdsOf);
  const [keys, sellers, customers, clock] = await database.script([
    findKeys(orders),
    ...findParties({
      sellerIds: ids.flatMap(({ sellerId }) => (sellerId === 'unknown' ? [] : sellerId)),
      customerIds: ids.flatMap(({ customerId }) =>
        customerId === 'unknown' ? [] : (customerId ?? []),
      ),
    }),
    CLOCK,
  ]);
  return { newest: newestByKey(keys), people: partyRows(sellers, customers), now: clockOf(clock) };
}

function intentOf(order: Order, attempt: number, parties: SaleParties): Intent {
  const { scope, idempotencyKey, requestHash } = order;
  const reason =
    parties.kind === 'Wrong' ? { kind: 'Rule' as const, rejections: parties.rejections } : null;
  return { id: uuidv7(), key: { scope, idempotencyKey }, requestHash, attempt, reason };
}
