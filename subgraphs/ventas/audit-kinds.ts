/** The kinds that ventas tells the audit log; docs/security.md says what each kind means. */
export const AUDIT_KINDS = [
  'CUSTOMER_CREATED',
  'CUSTOMER_CHANGED',
  'SELLER_CREATED',
  'SELLER_CHANGED',
  'SELLER_TWIN_FOUND',
  'SHOP_CHANGED',
  'TAX_RATE_SET',
  'TILL_CREATED',
  'TILL_CHANGED',
  'CASH_SESSION_OPENED',
  'CASH_MOVED',
  'CASH_SESSION_CLOSED',
  'DISCOUNT_APPROVED',
  'SALE_RETURNED',
  'SALE_VOIDED',
  'REFUND_CONFIRMED',
  'DOCUMENT_REQUESTED',
  'DOCUMENT_CORRECTED',
] as const;

export type AuditKind = (typeof AUDIT_KINDS)[number];
