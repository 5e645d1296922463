import type { Sql } from '../../../common/subgraph/database/sql.ts';

/** The two counters of a product. */
export interface StockCounters {
  readonly available: number;
  readonly lastSeq: number;
}

/** A product whose counters are not what its ledger adds up to. */
export interface StockDifference {
  readonly productId: number;
  readonly sku: string;
  readonly stored: StockCounters;
  readonly ledger: StockCounters;
  /** Why the ledger cannot be believed, for people; null: it can. */
  readonly refusal: string | null;
}

interface LedgerSum extends StockCounters {
  readonly firstSeq: number;
  readonly movements: number;
}

interface DifferenceRow extends LedgerSum {
  readonly productId: number;
  readonly sku: string;
  readonly storedAvailable: number;
  readonly storedLastSeq: number;
}

const LEDGER_SUM = `COUNT(*) AS movements, COALESCE(MIN(seq), 1) AS firstSeq,
  COALESCE(MAX(seq), 0) AS lastSeq, COALESCE(SUM(delta), 0) AS available`;

/**
 * Finds all products that differ from their ledgers. It is one statement and so one snapshot: a
 * sale that is written meanwhile is seen in both places or in neither.
 */
export async function findDifferences(sql: Sql): Promise<StockDifference[]> {
  const rows = await sql.query<DifferenceRow>(
    `SELECT p.id AS productId, p.sku, p.available AS storedAvailable, p.lastSeq AS storedLastSeq,
        COALESCE(l.movements, 0) AS movements, COALESCE(l.firstSeq, 1) AS firstSeq,
        COALESCE(l.lastSeq, 0) AS lastSeq, COALESCE(l.available, 0) AS available
       FROM Product p LEFT JOIN
        (SELECT productId, ${LEDGER_SUM} FROM StockMovement GROUP BY productId) l
        ON l.productId = p.id
      WHERE p.available <> COALESCE(l.available, 0) OR p.lastSeq <> COALESCE(l.lastSeq, 0)
      ORDER BY p.id`,
  );
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
  const [sum] = await sql.query<LedgerSum>(
    `SELECT ${LEDGER_SUM} FROM StockMovement WHERE productId = ?`,
    [product.productId],
  );
  if (!sum) throw new Error('A sum without a GROUP BY has always one row');
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
