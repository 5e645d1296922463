/** The kinds that ventas tells the audit log; docs/security.md says what each kind means. */
export const AUDIT_KINDS = [
  'CUSTOMER_CREATED',
  'CUSTOMER_CHANGED',
  'SELLER_CREATED',
  'SELLER_CHANGED',
  'SELLER_TWIN_FOUND',
] as const;

export type AuditKind = (typeof AUDIT_KINDS)[number];
