// The demo accounts of development: everybody knows their password, so production has none of them.
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';

/** The addresses of all of them, as a LIKE pattern of SQL. */
export const DEMO_EMAILS = '%@electroplus.test';
const DEMO_DOMAIN = DEMO_EMAILS.slice(1);

export const DEMO_PASSWORD = 'electroplus-demo';

/** @param email in lower case */
export function isDemoEmail(email: string): boolean {
  return email.endsWith(DEMO_DOMAIN);
}

/** Refuses in production an address of the demo accounts for an account that may sign in. */
export function checkDemo(
  { refusesDemo }: { refusesDemo: boolean },
  { email, active }: { email: string; active: boolean },
): UserError[] {
  if (!(refusesDemo && active && isDemoEmail(email))) return [];
  return [userError('INVALID_INPUT', ['email'], 'Es de una cuenta de demostración.')];
}
