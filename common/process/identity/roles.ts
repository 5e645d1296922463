import type { Actor } from './service-token.ts';

/**
 * The roles of users, as in `enum Role` of `schema/shared.graphql`: the compiler refuses one
 * without the other.
 */
export const ROLES = ['ADMIN', 'VENDEDOR', 'ALMACEN', 'CLIENTE'] as const;
export type Role = (typeof ROLES)[number];

export function hasRole(actor: Actor | null, ...roles: readonly Role[]): boolean {
  return actor !== null && roles.some((role) => actor.roles.includes(role));
}
