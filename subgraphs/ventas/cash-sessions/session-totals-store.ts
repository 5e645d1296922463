import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { column, numeric, selectFields } from '../../../common/subgraph/database/table.ts';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import type { PaymentMethod } from '../payments/tender.ts';
import { PAYMENT } from '../tables.ts';
import type { CashSessionRow } from './session-store.ts';

/** The payments by one means in a session, in céntimos. */
export interface MethodSum {
  method: PaymentMethod;
  amountCentimos: number;
  count: number;
}

/** The money of a session, in céntimos. */
export interface SessionTotals {
  byMethod: MethodSum[];
  cashRefundsCentimos: number;
  /** Cash that should lie in the drawer. */
  expectedCentimos: number;
}

/** Sums up a session. It is exact for good once the session is locked or closed. */
export async function totalsOf(sql: Sql, session: CashSessionRow): Promise<SessionTotals> {
  const { id, openedAt, closedAt, openingCentimos } = session;
  // The session says which payments are its own; days only narrow the search, and a clock that was
  // set may have dated some of them a day off.
  const from = limaDayOf(new Date(openedAt.getTime() - SLACK_MS));
  const until = closedAt ? limaDayOf(new Date(closedAt.getTime() + SLACK_MS)) : LAST_DAY;
  const payments = selectFields(
    {
      method: column(PAYMENT, 'method'),
      amountCentimos: numeric('SUM(amountCentimos)'),
      count: numeric('COUNT(*)'),
    },
    `FROM Payment WHERE day BETWEEN ? AND ? AND cashSessionId = ? GROUP BY method ORDER BY method`,
    [from, until, id],
  );
  const refunds = selectFields(
    { cash: numeric('COALESCE(SUM(amountCentimos), 0)') },
    "FROM Refund WHERE cashSessionId = ? AND method = 'CASH' AND status = 'DONE'",
    [id],
  );
  const movements = selectFields(
    { moved: numeric("COALESCE(SUM(IF(kind = 'IN', amountCentimos, -amountCentimos)), 0)") },
    'FROM CashMovement WHERE sessionId = ?',
    [id],
  );
  const [byMethod, [refunded], [movement]] = await sql.script([payments, refunds, movements]);
  const cash = byMethod.find(({ method }) => method === 'CASH')?.amountCentimos ?? 0;
  const cashRefundsCentimos = refunded?.cash ?? 0;
  const expectedCentimos = openingCentimos + cash - cashRefundsCentimos + (movement?.moved ?? 0);
  return { byMethod, cashRefundsCentimos, expectedCentimos };
}

const LAST_DAY = '9999-12-31';
const SLACK_MS = 7 * 86_400_000;
