import { formatSoles } from '../../common/values/money.ts';
import type { CashSession } from './counter.ts';
import type { ReplayResult } from './replay-result.ts';
import type { SaleRecord } from './sale-record.ts';

/** The cash of the sessions in which a file was sold; amounts in céntimos. */
export interface CashFound {
  sessions: number;
  openingCentimos: number;
  /** Cash that the sessions expect. */
  expectedCentimos: number;
  /** Cash that their sales took, and that their returns gave back. */
  salesCentimos: number;
  refundsCentimos: number;
  differences: readonly string[];
}

/**
 * Compares the cash that each session of the file expects with the sum of its cash: that which lay
 * there, and that of all sales and refunds while it was open.
 */
export function checkCash(
  sessions: readonly CashSession[],
  sales: readonly SaleRecord[],
  result: ReplayResult,
): CashFound {
  const found = sessions
    .filter((session) => isOfFile(session, sales, result))
    .map((session) => ({ session, ...cashDuring(session, sales) }));
  const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
  return {
    sessions: found.length,
    openingCentimos: sumOf(found.map(({ session }) => session.openingCentimos)),
    expectedCentimos: sumOf(found.map(({ session }) => session.expectedCentimos)),
    salesCentimos: sumOf(found.map(({ took }) => took)),
    refundsCentimos: sumOf(found.map(({ gave }) => gave)),
    differences: found.flatMap(differencesOf),
  };
}

/** The session saw a sale of the file, or goods of one come back. */
function isOfFile(
  session: CashSession,
  sales: readonly SaleRecord[],
  { saleIds, returnIds }: ReplayResult,
): boolean {
  return sales.some(
    (sale) =>
      (saleIds.has(sale.id) && isDuring(session, sale)) ||
      sale.returns.some((one) => returnIds.has(one.id) && isDuring(session, one)),
  );
}

function cashDuring(session: CashSession, sales: readonly SaleRecord[]) {
  let took = 0;
  let gave = 0;
  for (const sale of sales) {
    if (isDuring(session, sale)) took += sale.paidCentimos.CASH;
    for (const one of sale.returns) {
      if (isDuring(session, one)) gave += one.refundedCentimos.CASH;
    }
  }
  return { took, gave };
}

/** By the database's clock, as are both. */
function isDuring(
  { openedAtMs, closedAtMs }: CashSession,
  { createdAtMs }: { createdAtMs: number },
): boolean {
  return createdAtMs >= openedAtMs && (closedAtMs === null || createdAtMs <= closedAtMs);
}

function differencesOf(found: { session: CashSession; took: number; gave: number }): string[] {
  const { session, took, gave } = found;
  const { id, openingCentimos, expectedCentimos, differenceCentimos } = session;
  const sum = openingCentimos + took - gave;
  const [expected, summed] = [formatSoles(expectedCentimos), formatSoles(sum)];
  return [
    ...(sum === expectedCentimos
      ? []
      : [`The session ${id} expects ${expected} in cash, its cash sums to ${summed}.`]),
    ...(differenceCentimos === 0
      ? []
      : [`The session ${id} was not closed with the ${expected} that it expects.`]),
  ];
}
