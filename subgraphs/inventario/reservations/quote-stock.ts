import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { productsById, readProducts } from '../stock/stock-store.ts';
import type { ReservationRequestLine } from './reservation.ts';
import { judgeLines, type StockJudgement } from './reserve-stock.ts';

/**
 * Says what a reserve of these lines would be answered at this moment, without a lock: by the time
 * that somebody buys, price and stock may be others, and the reserve judges again.
 */
export async function quoteStock(
  sql: Sql,
  lines: readonly ReservationRequestLine[],
): Promise<StockJudgement> {
  const ids = lines.flatMap(({ productId }) => parseRowId<'Product'>(productId) ?? []);
  const products = productsById(await sql.query(readProducts(ids)));
  return judgeLines({ products }, lines);
}
