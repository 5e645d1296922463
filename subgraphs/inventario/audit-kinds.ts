/** The kinds that inventario tells the audit log; docs/security.md says what each kind means. */
export const AUDIT_KINDS = [
  'STOCK_ADJUSTED',
  'PRICE_CHANGED',
  'PRODUCT_CREATED',
  'PRODUCT_CHANGED',
  'CATEGORY_CREATED',
  'CATEGORY_CHANGED',
  'PRODUCT_TWIN_FOUND',
] as const;

export type AuditKind = (typeof AUDIT_KINDS)[number];
