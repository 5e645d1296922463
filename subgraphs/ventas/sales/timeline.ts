import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { formatSoles } from '../../../common/values/money.ts';
import { findDocumentsOfSales } from '../documents/document-store.ts';
import { documentCode } from '../documents/printed-document.ts';
import { findPayments } from '../payments/payment-store.ts';
import { findSaleEvents } from '../returns/return-store.ts';

/** Something that happened to a sale. */
export interface TimelineEntry {
  kind: 'PAYMENT_RECORDED' | 'DOCUMENT_ISSUED' | 'RETURNED' | 'VOIDED' | 'REFUNDED';
  at: Date;
  actorId: string | null;
  detail: string | null;
}

/** The life of a sale, the oldest first: its payments, and what its events tell. */
export async function timelineOf(sql: Sql, saleId: string): Promise<TimelineEntry[]> {
  const [payments, events, documents] = await sql.script([
    findPayments([saleId]),
    findSaleEvents(saleId),
    findDocumentsOfSales([saleId]),
  ]);
  const paid = payments.map(({ method, amountCentimos, createdAt }): TimelineEntry => {
    const detail = `${method} ${formatSoles(amountCentimos)}`;
    return { kind: 'PAYMENT_RECORDED', at: createdAt, actorId: null, detail };
  });
  const issued = documents.map(({ series, number, issuedAt }): TimelineEntry => {
    const detail = documentCode(series, number);
    return { kind: 'DOCUMENT_ISSUED', at: issuedAt, actorId: null, detail };
  });
  return [...paid, ...events, ...issued].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
