import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { formatSoles } from '../../../common/values/money.ts';
import { findPayments } from '../payments/payment-store.ts';
import { findSaleEvents } from '../returns/return-store.ts';

/** Something that happened to a sale. */
export interface TimelineEntry {
  kind: 'PAYMENT_RECORDED' | 'RETURNED' | 'VOIDED' | 'REFUNDED';
  at: Date;
  actorId: string | null;
  detail: string | null;
}

/** The life of a sale, the oldest first: its payments, and what its events tell. */
export async function timelineOf(sql: Sql, saleId: string): Promise<TimelineEntry[]> {
  const [payments, events] = await sql.script([findPayments([saleId]), findSaleEvents(saleId)]);
  const paid = payments.map(({ method, amountCentimos, createdAt }): TimelineEntry => {
    const detail = `${method} ${formatSoles(amountCentimos)}`;
    return { kind: 'PAYMENT_RECORDED', at: createdAt, actorId: null, detail };
  });
  return [...paid, ...events].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
