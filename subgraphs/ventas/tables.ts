import { describeTables } from '../../common/subgraph/database/table.ts';
import type { DocumentContent } from './documents/document-content.ts';
import type { PrintedDocument } from './documents/printed-document.ts';
import type { Prisma } from './generated/prisma/client.ts';
import type { AbortReason } from './sales/attempt.ts';

/** The JSON columns; only this subgraph writes them. */
type Json = {
  SaleAttempt: { outcome: AbortReason | null };
  DocumentQueue: { content: DocumentContent | null };
  SaleDocument: { content: DocumentContent | null; shop: PrintedDocument['shop'] };
};

const table = describeTables<Prisma.TypeMap, Json>();

export const CUSTOMER = table('Customer');
export const SELLER = table('Seller');
export const SALE_ATTEMPT = table('SaleAttempt');
export const SALE = table('Sale');
export const SALE_ITEM = table('SaleItem');
export const PRODUCT_SALES = table('ProductSales');
export const OUTBOX = table('Outbox');
export const AUDIT_OUTBOX = table('AuditOutbox');
export const SHOP = table('Shop');
export const TAX_RATE = table('TaxRate');
export const TILL = table('Till');
export const DOCUMENT_SERIES = table('DocumentSeries');
export const DOCUMENT_QUEUE = table('DocumentQueue');
export const SALE_DOCUMENT = table('SaleDocument');
export const CASH_SESSION = table('CashSession');
export const CASH_MOVEMENT = table('CashMovement');
export const DISCOUNT_APPROVAL = table('DiscountApproval');
export const PAYMENT = table('Payment');
export const SALE_RETURN = table('SaleReturn');
export const SALE_RETURN_ITEM = table('SaleReturnItem');
export const REFUND = table('Refund');
export const SALE_EVENT = table('SaleEvent');
export const DONE_KEY = table('DoneKey');
export const FACT_OUTBOX = table('FactOutbox');
