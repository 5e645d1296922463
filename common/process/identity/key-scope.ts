import { ROLES } from './roles.ts';
import type { Actor } from './service-token.ts';

/**
 * The owner of the idempotency keys that somebody sends: the shop's staff as a whole, so that a
 * purchase which one account has begun is the same purchase when another sends it again; or one
 * customer's account.
 */
export function keyScopeOf(actor: Actor | null): string {
  const isStaff = actor === null || STAFF.some((role) => actor.roles.includes(role));
  return isStaff ? STAFF_SCOPE : actor.id;
}

const STAFF_SCOPE = 'staff';
const STAFF = ROLES.filter((role) => role !== 'CLIENTE');
