import type { Query, Sql } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import { SHOP } from '../tables.ts';

/** The row of the table Shop. */
export type ShopRow = RowOf<typeof SHOP>;
/** The columns of the shop's data that people set. */
export type ShopColumns = Omit<ShopRow, 'id' | 'version'>;

/** The id of the only row. */
const SHOP_ID = 1;

/** The shop's data; no row until they are set. */
export function findShop(): Query<ShopRow> {
  return selectAll(SHOP, 'WHERE id = ?', [SHOP_ID]);
}

/** The same, locked until the transaction ends. */
export async function lockShop(sql: Sql): Promise<ShopRow | null> {
  const [row] = await sql.query(selectAll(SHOP, 'WHERE id = ? FOR UPDATE', [SHOP_ID]));
  return row ?? null;
}

/** Writes all data, whether they were set before or not. */
export async function writeShop(sql: Sql, shop: ShopColumns): Promise<void> {
  const { legalName, tradeName, ruc, address, phone, ticketNote } = shop;
  await sql.execute(
    `INSERT INTO Shop (id, legalName, tradeName, ruc, address, phone, ticketNote)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE legalName = VALUES(legalName), tradeName = VALUES(tradeName),
       ruc = VALUES(ruc), address = VALUES(address), phone = VALUES(phone),
       ticketNote = VALUES(ticketNote), version = version + 1`,
    [SHOP_ID, legalName, tradeName, ruc, address, phone, ticketNote],
  );
}
