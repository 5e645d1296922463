import { refusal } from '../../common/process/errors/refusals.ts';
import { hasRole } from '../../common/process/identity/roles.ts';
import type { Actor } from '../../common/process/identity/service-token.ts';
import type { AuthContext } from '../../common/subgraph/auth/enforce-auth.ts';
import { type GivenId, parseGivenId } from '../../common/values/ids.ts';

/**
 * The one customer whose records the user may see; null when another role lets them see more: then
 * the rules of the schema decide.
 */
function ownCustomerId(actor: Actor | null): GivenId<'Customer'> | null {
  if (!hasRole(actor, 'CLIENTE') || hasRole(actor, 'ADMIN', 'VENDEDOR')) return null;
  // People who may see only their own records and have none see nothing.
  return parseGivenId<'Customer'>(actor?.customerId) ?? 'unknown';
}

/** @param customerId null for a sale to nobody in particular */
export function maySeeCustomer(actor: Actor | null, customerId: number | null): boolean {
  const own = ownCustomerId(actor);
  return own === null || own === customerId;
}

/**
 * The customer whose sales a list shows, when users may see only their own.
 * @param asked null for those of everybody, which for customers are their own
 * @throws refusal FORBIDDEN when they ask for somebody else's
 */
export function visibleCustomerId(
  context: AuthContext,
  asked: GivenId<'Customer'> | null,
): GivenId<'Customer'> | null {
  const own = ownCustomerId(context.caller.actor);
  if (own === null || asked === null || asked === own) return own ?? asked;
  context.onForbidden?.('Query.ventas');
  throw refusal('FORBIDDEN');
}

/** The signed-in user. @throws refusal UNAUTHENTICATED */
export function requireActor({ caller: { actor } }: AuthContext): Actor {
  if (actor === null) throw refusal('UNAUTHENTICATED');
  return actor;
}

/**
 * Sellers sell in their own name; administrators, as any seller.
 * @throws refusal FORBIDDEN
 */
export function requireOwnSeller(context: AuthContext, sellerId: string): void {
  const { actor } = context.caller;
  if (hasRole(actor, 'ADMIN') || actor?.sellerId === sellerId) return;
  context.onForbidden?.('RealizarVentaInput.sellerId');
  throw refusal('FORBIDDEN', 'Un vendedor vende a su propio nombre.');
}
