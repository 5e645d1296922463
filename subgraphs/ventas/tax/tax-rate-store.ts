import type { Query, Sql } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import { TAX_RATE } from '../tables.ts';

/** A row of the table TaxRate. */
export type TaxRateRow = RowOf<typeof TAX_RATE>;

/** All rates, the newest first: run with others, or alone. There is one from the start. */
export function findTaxRates(): Query<TaxRateRow> {
  return selectAll(TAX_RATE, 'ORDER BY validFrom DESC');
}

/** The rate in basis points that holds on a day; before the first rate, that one. */
export function rateOnDay(rates: readonly TaxRateRow[], day: string): number {
  const rate = rates.find(({ validFrom }) => validFrom <= day) ?? rates.at(-1);
  if (!rate) throw new Error('The table of tax rates is empty');
  return rate.basisPoints;
}

/** Writes a rate; one that was set for the same day is replaced. */
export async function writeTaxRate(
  sql: Sql,
  { validFrom, basisPoints, createdBy }: Omit<TaxRateRow, 'createdAt'>,
): Promise<void> {
  await sql.execute(
    `INSERT INTO TaxRate (validFrom, basisPoints, createdBy, createdAt) VALUES (?, ?, ?, NOW(3))
     ON DUPLICATE KEY UPDATE basisPoints = VALUES(basisPoints), createdBy = VALUES(createdBy),
       createdAt = VALUES(createdAt)`,
    [validFrom, basisPoints, createdBy],
  );
}
