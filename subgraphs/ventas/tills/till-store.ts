import { placeholders, type Query, type Sql } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select, selectAll } from '../../../common/subgraph/database/table.ts';
import { DOCUMENT_SERIES, TILL } from '../tables.ts';

/** A row of the table Till. */
export type TillRow = RowOf<typeof TILL>;
/** The columns of a new till. */
export type TillColumns = Omit<TillRow, 'id' | 'active' | 'version'>;

/** All tills, by code. */
export function findAllTills(): Query<TillRow> {
  return selectAll(TILL, 'ORDER BY code');
}

export function findTills(ids: readonly number[]): Query<TillRow> {
  // 0 is no till's id: it keeps the list from being empty, which SQL does not allow.
  return selectAll(TILL, 'WHERE id IN (?)', [[0, ...ids]]);
}

export async function lockTill(sql: Sql, id: number): Promise<TillRow | null> {
  const [row] = await sql.query(selectAll(TILL, 'WHERE id = ? FOR UPDATE', [id]));
  return row ?? null;
}

/** The names of all series that belong to a till. */
export async function findSeries(sql: Sql): Promise<Set<string>> {
  const rows = await sql.query(select(DOCUMENT_SERIES, ['series'], ''));
  return new Set(rows.map(({ series }) => series));
}

/** Writes a till and its four series. @throws on a code or a series that is another till's */
export async function insertTill(sql: Sql, till: TillColumns): Promise<TillRow> {
  const { code, name, seriesBoleta, seriesFactura, seriesNotaBoleta, seriesNotaFactura } = till;
  await sql.execute(
    `INSERT INTO Till
       (code, name, seriesBoleta, seriesFactura, seriesNotaBoleta, seriesNotaFactura)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [code, name, seriesBoleta, seriesFactura, seriesNotaBoleta, seriesNotaFactura],
  );
  const [row] = await sql.query(selectAll(TILL, 'WHERE code = ?', [code]));
  if (!row) throw new Error(`Till ${code} is not there after it was written`);
  const series = [
    [seriesBoleta, row.id, 'BOLETA'],
    [seriesFactura, row.id, 'FACTURA'],
    [seriesNotaBoleta, row.id, 'NOTA_CREDITO'],
    [seriesNotaFactura, row.id, 'NOTA_CREDITO'],
  ];
  await sql.execute(
    `INSERT INTO DocumentSeries (series, tillId, type) VALUES ${placeholders(series)}`,
    series.flat(),
  );
  return row;
}

/** Writes the name and the state of a locked till. */
export async function updateTill(
  sql: Sql,
  { id, name, active }: Pick<TillRow, 'id' | 'name' | 'active'>,
): Promise<void> {
  await sql.execute('UPDATE Till SET name = ?, active = ?, version = version + 1 WHERE id = ?', [
    name,
    active,
    id,
  ]);
}
