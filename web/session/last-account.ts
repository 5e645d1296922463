import type { AccessUser } from './access.ts';

const KEY = 'electroplus.cuenta';

/** Keeps who was here last, so that the till opens behind its lock while the gateway is away. */
export function rememberAccount(user: AccessUser): void {
  localStorage.setItem(KEY, JSON.stringify(user));
}

/** Forgets them, as on a sign-out. */
export function forgetAccount(): void {
  localStorage.removeItem(KEY);
}

/** The account that was here last; null when there was none, or what is kept is no account. */
export function lastAccount(): AccessUser | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isAccount(kept) ? kept : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isAccount(kept: unknown): kept is AccessUser {
  if (typeof kept !== 'object' || kept === null) return false;
  const { id, name, email, roles } = kept as Partial<Record<keyof AccessUser, unknown>>;
  return [id, name, email].every((text) => typeof text === 'string') && Array.isArray(roles);
}
