import {
  column,
  numeric,
  select,
  selectFields,
  text,
} from '../../../common/subgraph/database/table.ts';
import { STOCK_MOVEMENT, STOCK_RETURN } from '../../../subgraphs/inventario/tables.ts';
import { SALE_RETURN } from '../../../subgraphs/ventas/tables.ts';
import { type BothDatabases, findInBatches, type IdRange } from './cross-checks.ts';
import type { Check } from './invariant-check.ts';

/** Each batch reads the ledger once, by no index: so few of them. */
const RETURNS_PER_BATCH = 50_000;

/** The units of a return in both databases, as one text that lines of any order and split share. */
const contents = (product: string, units: string) =>
  text(`CONCAT(SUM(${units}), ' units, checksum ', SUM(${units} * CRC32(${product})))`);

interface ReturnedUnits {
  id: string;
  units: string;
  /** The number of lines that go back on sale. */
  restocks: number;
  /** 1 while inventario may not know of it. */
  untold: number;
}

/**
 * I11: a return that puts units back is in stock with the same units, or still to be told. Reads
 * ventas first: its message is forgotten only when inventario has the return, which then stays.
 */
export function returnedIsInStock({ inventario, ventas }: BothDatabases): Check {
  const nextBatch = (after: string) =>
    ventas.query(
      selectFields(
        {
          id: column(SALE_RETURN, 'id'),
          units: contents('productId', 'IF(restock, SaleReturnItem.quantity, 0)'),
          restocks: numeric('SUM(restock)'),
          untold: numeric('COUNT(FactOutbox.id)'),
        },
        `FROM (SELECT id, saleId FROM SaleReturn WHERE id > ? ORDER BY id
            LIMIT ${RETURNS_PER_BATCH}) AS SaleReturn
          JOIN SaleReturnItem ON SaleReturnItem.returnId = SaleReturn.id
          JOIN SaleItem ON SaleItem.saleId = SaleReturn.saleId
            AND SaleItem.lineNumber = SaleReturnItem.lineNumber
          LEFT JOIN FactOutbox ON FactOutbox.id = SaleReturn.id AND FactOutbox.kind = 'RESTOCK'
        GROUP BY SaleReturn.id ORDER BY SaleReturn.id`,
        [after],
      ),
    );
  const restockedIn = async ({ after, to }: IdRange) => {
    const known = await inventario.query(
      select(STOCK_RETURN, ['id'], 'WHERE id > ? AND id <= ?', [after, to]),
    );
    const moved = await inventario.query(
      selectFields(
        { id: column(STOCK_MOVEMENT, 'reference'), units: contents('productId', 'delta') },
        `FROM StockMovement WHERE kind = 'RETURN' AND reference > ? AND reference <= ?
         GROUP BY reference`,
        [after, to],
      ),
    );
    const unitsById = new Map(moved.map(({ id, units }) => [id, units]));
    return new Map(known.map(({ id }) => [id, unitsById.get(id) ?? 'nothing']));
  };
  const findIn = async (returned: readonly ReturnedUnits[], range: IdRange) => {
    const restocked = await restockedIn(range);
    return returned.flatMap(({ id, units, restocks, untold }) => {
      const inStock = restocked.get(id);
      const mayBeMissing = restocks === 0 || untold > 0;
      if (inStock === undefined ? mayBeMissing : inStock === units) return [];
      const message = `brought ${units} back; inventario put back ${inStock ?? 'nothing'}`;
      return [{ subject: `return ${id}`, message }];
    });
  };
  return { invariant: 'I11', find: () => findInBatches(nextBatch, findIn) };
}
