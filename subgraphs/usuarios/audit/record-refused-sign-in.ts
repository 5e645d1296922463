import type { AuditedRequest } from '../../../common/subgraph/audit/audit-store.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { isAsciiEmail } from '../../../common/values/email.ts';
import { recordCounted, refusedSoFar } from './audit-store.ts';

/** The e-mails of no account that one address may leave in the log within a quarter of an hour. */
const MAX_STRANGE_EMAILS = 20;
/** In place of a text that is no e-mail: people type their passwords there. */
const NO_EMAIL = '(no e-mail)';
/** In place of the e-mails of no account above the most. */
const MORE_EMAILS = '(more e-mails)';

/**
 * Writes down that somebody could not sign in: once per address, e-mail and quarter of an hour,
 * with a count. Whether the e-mail belongs to an account shows in the log alone, not in the work.
 * @param email in the form in which it is looked up
 */
export async function recordRefusedSignIn(
  sql: Sql,
  request: AuditedRequest,
  { email, detail }: { email: string; detail: string | null },
): Promise<void> {
  const asked = isAsciiEmail(email) ? email : '';
  const { hasAccount, rows } = await refusedSoFar(sql, request, asked);
  const named = hasAccount || rows < MAX_STRANGE_EMAILS ? asked : MORE_EMAILS;
  const subject = asked === '' ? NO_EMAIL : named;
  await recordCounted(sql, request, { kind: 'SIGN_IN_REFUSED', subject, detail });
}
