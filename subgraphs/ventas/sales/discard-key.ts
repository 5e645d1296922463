import { v7 as uuidv7 } from 'uuid';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { freeApprovals } from '../discounts/approval-store.ts';
import { type AttemptState, isDiscarded } from './attempt.ts';
import { findKeys, insertIntents, type Key, newestByKey, textOfKey } from './attempt-store.ts';
import type { SaleDeps } from './realizar-venta.ts';

/** The outcome of discarding a key. */
export type DiscardOutcome =
  /** For ever: no purchase is sold under the key any more. */
  | { kind: 'NotSold' }
  /** It was too late: this sale was made under the key. */
  | { kind: 'Sold'; saleId: string }
  /** The database could not say; ask again. */
  | { kind: 'InProgress' };

const BY_PERSON = { kind: 'Person' } as const;

/**
 * Decides against a key, unless it has sold. An attempt that is open is aborted by the same guarded
 * update as any other decision; where nothing is open, an attempt that is aborted from the start
 * takes the place that a sale would need. The second to come to either finds it and looks again.
 */
export async function discardKey(deps: SaleDeps, key: Key): Promise<DiscardOutcome> {
  const { database, steps } = deps;
  const [rows = []] = await database.script([findKeys([key])]);
  const newest = newestByKey(rows).get(textOfKey(key)) ?? null;

  if (newest?.decision === 'OPEN') {
    const { id } = newest;
    const decided = await steps.decide({ kind: 'Abort', id, reason: BY_PERSON, release: true });
    if (decided === null) return { kind: 'InProgress' };
    return answerTo(decided.attempt) ?? discardKey(deps, key);
  }
  const answer = newest && answerTo(newest);
  if (answer) return answer;

  const attempt = (newest?.attempt ?? 0) + 1;
  const intent = { id: uuidv7(), key, requestHash: null, attempt, reason: BY_PERSON };
  failpoint('ventas.discard.before');
  const written = await database.transaction(async (sql) => {
    const inserted = await insertIntents(sql, [intent]);
    await sql.script(freeApprovals([...inserted.keys()]));
    return inserted;
  });
  failpoint('ventas.discard.after');
  return written.has(intent.id) ? { kind: 'NotSold' } : discardKey(deps, key);
}

/** @returns null when the attempt leaves room for another one of its key */
function answerTo(attempt: AttemptState): DiscardOutcome | null {
  if (attempt.decision === 'COMMITTED') return { kind: 'Sold', saleId: attempt.id };
  return isDiscarded(attempt) ? { kind: 'NotSold' } : null;
}
