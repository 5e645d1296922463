import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../../common/database/database.ts';
import type { Deadline } from '../../../common/server/deadline.ts';
import { type Attempt, stateOfKey } from './attempt.ts';
import {
  findAttempt,
  findNewestAttempt,
  findUnreleased,
  type Intent,
  insertIntents,
} from './attempt-store.ts';
import type { Order } from './order.ts';
import { outcomeOf, type SaleOutcome } from './sale-outcome.ts';
import type { SaleParties } from './sale-parties.ts';

/** An attempt that this request may bring to a decision, or the answer that is known already. */
export type OpenedAttempt =
  | { kind: 'Opened'; attempt: Attempt; parties: SaleParties; replaces: string[] }
  | { kind: 'Answered'; outcome: SaleOutcome };

export interface OpenAttemptDeps {
  database: Database;
  findParties: (order: Order) => Promise<SaleParties>;
  /** False while nothing new may begin: inventario's breaker is open, or the process drains. */
  mayBegin: () => boolean;
}

/** Between two looks at an attempt that somebody else is bringing to its decision. */
const JOIN_PAUSE_MS = 25;

/**
 * Follows the key table, and writes the intent of a new attempt: durable before anything is held.
 */
export async function openAttempt(
  deps: OpenAttemptDeps,
  order: Order,
  deadline: Deadline,
): Promise<OpenedAttempt> {
  while (deadline.remainingMs() > 0) {
    const { newest, now } = await findNewestAttempt(deps.database, order);
    const state = stateOfKey(newest, order.requestHash);
    switch (state.kind) {
      case 'Reused':
        return answered({ kind: 'KeyReused' });
      case 'Answered':
        return answered(outcomeOf(state.attempt, true));
      case 'Join':
        return answered(await joinAttempt(deps.database, state.attempt, deadline));
      case 'Run': {
        if (!deps.mayBegin()) return answered({ kind: 'Unavailable' });
        const latest = new Date(now.getTime() + deadline.remainingMs());
        const opened = await begin(deps, order, { attempt: state.attempt, deadline: latest });
        if (opened) return opened;
        // Another request with the key was faster: look again.
      }
    }
  }
  return answered({ kind: 'InProgress' });
}

function answered(outcome: SaleOutcome): OpenedAttempt {
  return { kind: 'Answered', outcome };
}

/** @returns null when another request has begun the same attempt of the key */
async function begin(
  { database, findParties }: OpenAttemptDeps,
  order: Order,
  { attempt, deadline }: Pick<Intent, 'attempt' | 'deadline'>,
): Promise<OpenedAttempt | null> {
  const parties = await findParties(order);
  const id = uuidv7();
  const { rejections } = parties;
  const reason = rejections.length > 0 ? { kind: 'Rule' as const, rejections } : null;
  const replaces = attempt > 1 ? await findUnreleased(database, order) : [];
  const written = await insertIntents(database, [{ id, order, attempt, reason, deadline }]);
  const intent = written.get(id);
  if (!intent) return null;
  if (intent.decision !== 'OPEN') return answered(outcomeOf(intent, false));
  return { kind: 'Opened', attempt: intent, parties, replaces };
}

/** Waits for the decision that another request with the same key and purchase brings about. */
async function joinAttempt(
  database: Database,
  { id }: Attempt,
  deadline: Deadline,
): Promise<SaleOutcome> {
  while (deadline.remainingMs() > 2 * JOIN_PAUSE_MS) {
    await sleep(JOIN_PAUSE_MS);
    const attempt = await findAttempt(database, id);
    if (attempt && attempt.decision !== 'OPEN') return outcomeOf(attempt, true);
  }
  return { kind: 'InProgress' };
}
