import type { Actor } from './service-token.ts';

/** What somebody may do; the enum `Role` of every subgraph. */
export const ROLES = ['ADMIN', 'VENDEDOR', 'ALMACEN', 'CLIENTE'] as const;
export type Role = (typeof ROLES)[number];

export function hasRole(actor: Actor | null, ...roles: readonly Role[]): boolean {
  return actor !== null && roles.some((role) => actor.roles.includes(role));
}
