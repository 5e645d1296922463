import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { column, numeric, selectFields } from '../../../common/subgraph/database/table.ts';
import { PRODUCT } from '../../../subgraphs/inventario/tables.ts';

/** The two counters of a product. */
export interface StockCounters {
  available: number;
  lastSeq: number;
}

/** A product whose counters are not what its ledger adds up to. */
export interface StockDifference {
  productId: number;
  sku: string;
  stored: StockCounters;
  ledger: StockCounters;
  /** The reason why the ledger cannot be believed, for people; null: it can. */
  refusal: string | null;
}

interface LedgerSum extends StockCounters {
  firstSeq: number;
  movements: number;
}

const LEDGER_SUM = {
  movements: numeric('COUNT(*)'),
  firstSeq: numeric('COALESCE(MIN(seq), 1)'),
  lastSeq: numeric('COALESCE(MAX(seq), 0)'),
  available: numeric('COALESCE(SUM(delta), 0)'),
};

const DIFFERENCES = selectFields(
  {
    productId: column(PRODUCT, 'id'),
    sku: column(PRODUCT, 'sku'),
    storedAvailable: column(PRODUCT, 'available'),
    storedLastSeq: column(PRODUCT, 'lastSeq'),
    movements: numeric('COALESCE(ledger.movements, 0)'),
    firstSeq: numeric('COALESCE(ledger.firstSeq, 1)'),
    lastSeq: numeric('COALESCE(ledger.lastSeq, 0)'),
    available: numeric('COALESCE(ledger.available, 0)'),
  },
  `FROM Product LEFT JOIN (
      SELECT productId, COUNT(*) AS movements, MIN(seq) AS firstSeq, MAX(seq) AS lastSeq,
        SUM(delta) AS available
      FROM StockMovement GROUP BY productId
    ) ledger ON ledger.productId = Product.id
    WHERE Product.available <> COALESCE(ledger.available, 0)
      OR Product.lastSeq <> COALESCE(ledger.lastSeq, 0)
    ORDER BY Product.id`,
);

/**
 * Finds all products that differ from their ledgers. It is one statement and so one snapshot: a
 * sale that is written meanwhile is seen in both places or in neither.
 */
export async function findDifferences(sql: Sql): Promise<StockDifference[]> {
  const rows = await sql.query(DIFFERENCES);
  return rows.map(({ productId, sku, storedAvailable, storedLastSeq, ...sum }) => {
    const stored = { available: storedAvailable, lastSeq: storedLastSeq };
    return differenceOf({ productId, sku, stored }, sum);
  });
}

type StoredProduct = Pick<StockDifference, 'productId' | 'sku' | 'stored'>;

/**
 * Compares one product with its ledger. The caller holds the lock of the product's row, without
 * which nobody writes to its ledger.
 * @returns null when they agree
 */
export async function findDifference(
  sql: Sql,
  product: StoredProduct,
): Promise<StockDifference | null> {
  const [sum] = await sql.query(
    selectFields(LEDGER_SUM, 'FROM StockMovement WHERE productId = ?', [product.productId]),
  );
  if (!sum) throw new Error('A sum over all lines has always one row');
  const { available, lastSeq } = product.stored;
  if (sum.available === available && sum.lastSeq === lastSeq) return null;
  return differenceOf(product, sum);
}

function differenceOf(product: StoredProduct, sum: LedgerSum): StockDifference {
  const { available, lastSeq } = sum;
  return { ...product, ledger: { available, lastSeq }, refusal: refusalOf(sum) };
}

function refusalOf({ available, lastSeq, firstSeq, movements }: LedgerSum): string | null {
  if (firstSeq !== 1 || movements !== lastSeq) {
    return `the ledger has holes: ${movements} movements, numbered ${firstSeq} to ${lastSeq}`;
  }
  return available < 0 ? `the ledger adds up to ${available}` : null;
}
