/**
 * The kinds of events of usuarios itself; no other service may report these.
 * docs/security.md says what each means.
 */
export const AUDIT_KINDS = [
  'SIGNED_IN',
  'SIGN_IN_REFUSED',
  'SIGNED_OUT',
  'REFRESH_REUSED',
  'USER_CREATED',
  'USER_CHANGED',
  'USER_DEACTIVATED',
  'PASSWORD_CHANGED',
] as const;

export type AuditKind = (typeof AUDIT_KINDS)[number];
