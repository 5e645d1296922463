import DataLoader from 'dataloader';
import type { Sql } from '../../../common/database/sql.ts';
import { findHeldUnits } from './stock-store.ts';

/** Units set aside per product, for one request. */
export function createHeldUnitsLoader(sql: Sql): DataLoader<number, number> {
  return new DataLoader(async (productIds) => {
    const heldByProduct = await findHeldUnits(sql, productIds);
    return productIds.map((id) => heldByProduct.get(id) ?? 0);
  });
}
