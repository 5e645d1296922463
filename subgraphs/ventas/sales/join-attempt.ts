import { setTimeout as sleep } from 'node:timers/promises';
import type { Deadline } from '../../../common/process/http/deadline.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { Attempt } from './attempt.ts';
import { findAttempt } from './attempt-store.ts';
import { outcomeOf, type SaleOutcome } from './sale-outcome.ts';

/** Between two looks at an attempt that somebody else is bringing to its decision. */
const JOIN_PAUSE_MS = 25;

/** Waits for the decision that another process brings about for the same key and purchase. */
export async function joinAttempt(
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
