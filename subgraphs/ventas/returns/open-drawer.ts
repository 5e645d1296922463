import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { findOpenSessions, openSessionIds, shareSessions } from '../cash-sessions/session-store.ts';
import { findTills } from '../tills/till-store.ts';

/**
 * Finds the open drawer of a till and keeps it from being closed until the transaction ends.
 * @returns the session, or why cash cannot come out of it
 */
export async function openDrawer(sql: Sql, tillId: string): Promise<string | UserError> {
  const rowId = parseRowId<'Till'>(tillId);
  if (rowId === null) return userError('TILL_NOT_FOUND', ['tillId']);
  const [[till], [open]] = await sql.script([findTills([rowId]), findOpenSessions([rowId])]);
  if (!till) return userError('TILL_NOT_FOUND', ['tillId']);
  if (!open) return userError('CASH_SESSION_REQUIRED', ['tillId']);
  const [shared] = await sql.script([shareSessions([open.id])]);
  if (openSessionIds(shared).has(open.id)) return open.id;
  return userError('CASH_SESSION_CLOSED', ['tillId']);
}
