import { centimosOf } from '../../common/values/money.ts';
import { collectPages } from './collect-pages.ts';
import { REPLAY_LIST_SALES, type ReplayListSalesData } from './generated/shop-operations.api.ts';
import type { Execute } from './graph-client.ts';
import type { ByMethod } from './tender.ts';

/** A sale as the graph has it; amounts in céntimos. */
export interface SaleRecord {
  id: string;
  totalCentimos: number;
  createdAtMs: number;
  paidCentimos: ByMethod;
  returns: readonly ReturnRecord[];
}

/** A return as the graph has it; amounts in céntimos. */
export interface ReturnRecord {
  id: string;
  totalCentimos: number;
  createdAtMs: number;
  units: number;
  /** The money that was given back, without what still waits. */
  refundedCentimos: ByMethod;
  pendingRefunds: number;
}

type SaleData = NonNullable<ReplayListSalesData['ventas']>['nodes'][number];
type ReturnData = SaleData['returns'][number];

/** Reads all sales of a seller. */
export async function listSales(call: Execute, sellerId: string): Promise<SaleRecord[]> {
  const sales = await collectPages(async (after) => {
    return (await call(REPLAY_LIST_SALES, { sellerId, after })).ventas;
  });
  return sales.map(({ id, total, createdAt, payments, returns }) => ({
    id,
    totalCentimos: centimosOf(total),
    createdAtMs: Date.parse(createdAt),
    paidCentimos: sumByMethod(payments),
    returns: returns.map(returnRecordOf),
  }));
}

function returnRecordOf({ id, total, createdAt, items, refunds }: ReturnData): ReturnRecord {
  const isDone = ({ status }: ReturnData['refunds'][number]) => status === 'DONE';
  return {
    id,
    totalCentimos: centimosOf(total),
    createdAtMs: Date.parse(createdAt),
    units: items.reduce((sum, { quantity }) => sum + quantity, 0),
    refundedCentimos: sumByMethod(refunds.filter(isDone)),
    pendingRefunds: refunds.filter((refund) => !isDone(refund)).length,
  };
}

/** Other means than those of a replay are none of its business. */
function sumByMethod(parts: readonly { method: string; amount: string }[]): ByMethod {
  const sumOf = (wanted: string) =>
    parts
      .filter(({ method }) => method === wanted)
      .reduce((sum, { amount }) => sum + centimosOf(amount), 0);
  return { CASH: sumOf('CASH'), CARD: sumOf('CARD') };
}
