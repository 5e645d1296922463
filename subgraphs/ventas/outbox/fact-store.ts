import { hasCome } from '../../../common/subgraph/database/clock.ts';
import { placeholders, type Sql, type Statement } from '../../../common/subgraph/database/sql.ts';
import {
  column,
  numeric,
  type RowOf,
  selectFields,
} from '../../../common/subgraph/database/table.ts';
import { FACT_OUTBOX, SALE_ITEM, SALE_RETURN, SALE_RETURN_ITEM } from '../tables.ts';
import { LEASE_SECONDS } from './outbox-store.ts';

/** A fact that another service must hear of. */
export type Fact = Pick<RowOf<typeof FACT_OUTBOX>, 'id' | 'kind'>;

/** A process of a later version may write other kinds, which this one does not know how to send. */
const IS_OURS = "kind = 'RESTOCK'";

/** Writes facts, in the transaction that makes them; they are due at once. */
export function insertFacts(facts: readonly Fact[]): Statement[] {
  if (facts.length === 0) return [];
  const rows = facts.map(({ id, kind }) => [id, kind]);
  const sql = `INSERT INTO FactOutbox (id, kind, nextTryAt) VALUES ${placeholders(rows, 'NOW(3)')}`;
  return [{ sql, values: rows.flat() }];
}

export interface ClaimedFact extends Fact {
  /** The number of times that it has been sent, this time included. */
  tries: number;
}

/** Takes facts that are due, so that no other process sends them for the time of the lease. */
export async function claimFacts(sql: Sql, limit: number): Promise<ClaimedFact[]> {
  const facts = await sql.query(
    selectFields(
      {
        id: column(FACT_OUTBOX, 'id'),
        kind: column(FACT_OUTBOX, 'kind'),
        tries: numeric('tries + 1'),
      },
      `FROM FactOutbox WHERE ${IS_OURS} AND dead = FALSE AND ${hasCome('nextTryAt', LEASE_SECONDS)}
        ORDER BY nextTryAt LIMIT ? FOR UPDATE SKIP LOCKED`,
      [limit],
    ),
  );
  if (facts.length === 0) return [];
  await sql.execute(
    `UPDATE FactOutbox SET tries = tries + 1, nextTryAt = NOW(3) + INTERVAL ${LEASE_SECONDS} SECOND
      WHERE ${IS_OURS} AND id IN (?)`,
    [facts.map(({ id }) => id)],
  );
  return facts;
}

/** Forgets facts that were acknowledged. */
export async function deleteFacts(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await sql.execute(`DELETE FROM FactOutbox WHERE ${IS_OURS} AND id IN (?)`, [ids]);
}

/** Parks facts that can never be acknowledged, for a human to look at. */
export async function buryFacts(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await sql.execute(`UPDATE FactOutbox SET dead = TRUE WHERE ${IS_OURS} AND id IN (?)`, [ids]);
}

/** Makes facts due again after a pause. */
export async function postponeFacts(
  sql: Sql,
  ids: readonly string[],
  pauseMs: number,
): Promise<void> {
  if (ids.length === 0) return;
  await sql.execute(
    `UPDATE FactOutbox SET nextTryAt = NOW(3) + INTERVAL ? MICROSECOND
      WHERE ${IS_OURS} AND id IN (?)`,
    [pauseMs * 1_000, ids],
  );
}

/** The units of a return that go back on sale. */
export interface Restock {
  id: string;
  actorId: string | null;
  lines: { productId: string; quantity: number }[];
}

/** Reads what returns put back on sale; what came back never changes. */
export async function findRestocks(sql: Sql, returnIds: readonly string[]): Promise<Restock[]> {
  const rows = await sql.query(
    selectFields(
      {
        id: column(SALE_RETURN, 'id'),
        actorId: column(SALE_RETURN, 'actorId'),
        productId: column(SALE_ITEM, 'productId'),
        quantity: column(SALE_RETURN_ITEM, 'quantity'),
      },
      `FROM SaleReturn
        JOIN SaleReturnItem ON SaleReturnItem.returnId = SaleReturn.id
        JOIN SaleItem ON SaleItem.saleId = SaleReturn.saleId
          AND SaleItem.lineNumber = SaleReturnItem.lineNumber
        WHERE SaleReturn.id IN (?) AND SaleReturnItem.restock = TRUE
        ORDER BY SaleReturn.id, SaleReturnItem.lineNumber`,
      [returnIds],
    ),
  );
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, group]) => {
    const lines = group.map(({ productId, quantity }) => {
      return { productId: String(productId), quantity };
    });
    return { id, actorId: group[0]?.actorId ?? null, lines };
  });
}
