import type { Sql, Statement } from '../../../common/subgraph/database/sql.ts';
import { isWholeCoins } from '../payments/cash.ts';
import type { Tender } from '../payments/tender.ts';
import {
  findReturnedSales,
  lockRefunds,
  lockSales,
  nextRefundSeqs,
  type RefundRow,
  settleByExchange,
  splitRefund,
} from './refund-store.ts';

/** Part of a waiting refund that pays a sale, in céntimos. */
interface TakenPart {
  refund: RefundRow;
  amountCentimos: number;
}

/** The waiting refunds of returns, locked until the transaction ends. */
export interface ExchangeRefunds {
  /**
   * Takes what the exchanges among a sale's tenders need, or nothing.
   * @returns the index of the first tender whose return cannot pay it; null when all can
   */
  take(saleId: string, tenders: readonly Tender[]): number | null;
  /** Writes what was taken. */
  statements(): Statement[];
}

const NONE: ExchangeRefunds = {
  take: (_, tenders) => failedIndex(tenders),
  statements: () => [],
};

function failedIndex(tenders: readonly Tender[]): number | null {
  const index = tenders.findIndex(({ method }) => method === 'EXCHANGE');
  return index < 0 ? null : index;
}

/** Locks the sales that returns are of, then the refunds of the returns that wait. */
export async function lockExchangeRefunds(
  sql: Sql,
  returnIds: readonly string[],
): Promise<ExchangeRefunds> {
  if (returnIds.length === 0) return NONE;
  const saleIds = await findReturnedSales(sql, returnIds);
  await lockSales(sql, saleIds);
  const refunds = await lockRefunds(sql, returnIds);
  return exchangeOf(refunds, nextRefundSeqs(refunds));
}

/**
 * Pays sales with refunds that wait. A refund that is more than a sale needs is split: one part is
 * done by the sale, the rest goes on waiting; of cash only what coins can make is left.
 */
function exchangeOf(refunds: readonly RefundRow[], nextSeqs: Map<string, number>): ExchangeRefunds {
  const waiting = refunds.filter(({ status }) => status === 'PENDING').map((row) => ({ ...row }));
  const statements: Statement[] = [];
  return {
    take(saleId, tenders) {
      const taken: TakenPart[] = [];
      for (const [index, tender] of tenders.entries()) {
        if (tender.method !== 'EXCHANGE') continue;
        const parts = partsFor(waiting, tender, taken);
        if (parts === null) return index;
        taken.push(...parts);
      }
      for (const part of taken) statements.push(...write(saleId, part));
      return null;
    },
    statements: () => statements,
  };

  function write(saleId: string, { refund, amountCentimos }: TakenPart): Statement[] {
    const rest = refund.amountCentimos - amountCentimos;
    refund.amountCentimos = rest;
    if (rest === 0) return [settleByExchange(refund, saleId)];
    const seq = nextSeqs.get(refund.returnId) ?? 1;
    nextSeqs.set(refund.returnId, seq + 1);
    return splitRefund(refund, { seq, amountCentimos, saleId });
  }
}

/** @returns null when the refunds of the return do not make up the amount */
function partsFor(
  waiting: readonly RefundRow[],
  { returnId, amountCentimos }: Tender,
  taken: readonly TakenPart[],
): TakenPart[] | null {
  const parts: TakenPart[] = [];
  let left = amountCentimos;
  // Cash last: it may be left in coins only.
  const own = waiting.filter((refund) => refund.returnId === returnId);
  const ordered = own.toSorted((a, b) => Number(a.method === 'CASH') - Number(b.method === 'CASH'));
  for (const refund of ordered) {
    const before = taken.filter((part) => part.refund === refund);
    const used = before.reduce((sum, part) => sum + part.amountCentimos, 0);
    const amount = Math.min(left, refund.amountCentimos - used);
    if (amount <= 0) continue;
    if (refund.method === 'CASH' && !isWholeCoins(amount)) return null;
    parts.push({ refund, amountCentimos: amount });
    left -= amount;
  }
  return left === 0 ? parts : null;
}
