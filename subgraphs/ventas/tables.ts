import { describeTables } from '../../common/subgraph/database/table.ts';
import type { Prisma } from './generated/prisma/client.ts';
import type { AbortReason } from './sales/attempt.ts';

/** The JSON columns; only this subgraph writes them. */
type Json = { SaleAttempt: { outcome: AbortReason | null } };

const table = describeTables<Prisma.TypeMap, Json>();

export const CUSTOMER = table('Customer');
export const SELLER = table('Seller');
export const SALE_ATTEMPT = table('SaleAttempt');
export const SALE = table('Sale');
export const SALE_ITEM = table('SaleItem');
export const PRODUCT_SALES = table('ProductSales');
export const OUTBOX = table('Outbox');
export const AUDIT_OUTBOX = table('AuditOutbox');
