import { refusal } from '../../process/errors/refusals.ts';
import { type ColumnKind, readCursor, writeCursor } from './cursor.ts';
import type { Query, Sql, SqlValue, Statement } from './sql.ts';
import { numeric, selectFields, type Table, unionAll } from './table.ts';

/** A piece of a WHERE clause. */
export interface Condition {
  sql: string;
  values: readonly SqlValue[];
}

/** Rows whose column holds an id that a client gave: none when no row can have it. */
export function hasId<Row extends object>(
  table: Table<Row>,
  column: keyof Row & string,
  id: number | 'unknown',
): Condition {
  if (id === 'unknown') return { sql: 'FALSE', values: [] };
  return { sql: `${table.name}.${column} = ?`, values: [id] };
}

/** A column of the order. None may hold NULL. */
export interface OrderColumn<Column = string> {
  column: Column;
  direction: 'ASC' | 'DESC';
  holds: ColumnKind;
}

/** One page of one table: what to list, in which order, from where. */
export interface PageQuery<Row extends object> extends ListQuery {
  table: Table<Row>;
  orderBy: readonly OrderColumn<keyof Row & string>[];
}

/** A page whatever its rows are, so that pages of several tables are read together. */
export interface ListQuery {
  table: { name: string };
  /**
   * Indexes that hold the order, where few rows fulfil the conditions and the server does not know:
   * it is to find and sort those, and not to look at all rows in their order.
   */
  skippedIndexes?: readonly string[] | undefined;
  where: readonly Condition[];
  /** A whole number that the server makes of each row: rows with a greater one come first. */
  rank?: Condition | undefined;
  /** The last column must be unique, so that the order is total. */
  orderBy: readonly OrderColumn[];
  /** Rows at most. */
  first: number;
  /** Cursor of the row before the page. */
  after: string | null;
}

/** The part of a page that a client asks for. */
export type PageArguments = Pick<ListQuery, 'first' | 'after'>;

/** The number of rows in a page: at most, and when a client says nothing of it. */
interface PageSize {
  maxRows: number;
  defaultRows: number;
}

const USUAL_SIZE: PageSize = { maxRows: 100, defaultRows: 20 };

/**
 * Checks what a client asked for.
 * @throws refusal BAD_USER_INPUT when `first` is not 1 to the most rows of a page
 */
export function pageArguments(
  args: { first?: number | null | undefined; after?: string | null | undefined },
  { maxRows, defaultRows }: PageSize = USUAL_SIZE,
): PageArguments {
  const first = args.first ?? defaultRows;
  if (first < 1 || first > maxRows) {
    throw refusal('BAD_USER_INPUT', `first va de 1 a ${maxRows}.`);
  }
  // Some clients send an empty text for the first page.
  return { first, after: args.after || null };
}

/** The place of a row: the list in which it stands, and the order of that list. */
type ListOrder = Pick<ListQuery, 'table' | 'orderBy' | 'rank'>;

/** The column that a list with ranks has besides those of its table. */
const RANK = 'rowRank';

/** The cursor of a row: its list and order, and the values that place it there. */
export function cursorOf<Row extends object>(
  row: Row,
  list: Pick<PageQuery<Row>, 'table' | 'orderBy' | 'rank'>,
): string {
  const rank = RANK in row ? [row[RANK]] : [];
  return writeCursor(nameOfList(list), [...rank, ...list.orderBy.map(({ column }) => row[column])]);
}

function nameOfList(list: ListOrder): string {
  return `${list.table.name} ${orderClause(list)}`;
}

/** A column of the order, or the rank before all of them, as a condition writes it. */
interface OrderPart extends Condition, Pick<OrderColumn, 'direction' | 'holds'> {}

function orderParts({ rank, orderBy }: ListOrder): OrderPart[] {
  const columns = orderBy.map(({ column, ...part }) => ({ ...part, sql: column, values: [] }));
  if (!rank) return columns;
  const first = { sql: `(${rank.sql})`, values: rank.values };
  return [{ ...first, direction: 'DESC', holds: 'integer' }, ...columns];
}

/**
 * The values of a page's cursor, one per column of the order; null without a cursor.
 * @throws refusal BAD_USER_INPUT when it is none of this list
 */
export function placeOf(query: ListQuery): SqlValue[] | null {
  if (query.after === null) return null;
  const kinds = orderParts(query).map(({ holds }) => holds);
  return readCursor(query.after, nameOfList(query), kinds);
}

/** `(a < ?) OR (a = ? AND b > ?) …`: the rows after the cursor. */
function afterCursor(query: ListQuery): Condition[] {
  const values = placeOf(query);
  if (values === null) return [];
  const parts = orderParts(query);
  const alternatives = parts.map(({ sql, direction }, depth) => {
    const equal = parts.slice(0, depth).map((earlier) => `${earlier.sql} = ?`);
    return `(${[...equal, `${sql} ${direction === 'ASC' ? '>' : '<'} ?`].join(' AND ')})`;
  });
  const placed = parts.map((part, index) => [...part.values, at(values, index)]);
  const ordered = parts.flatMap((_, depth) => placed.slice(0, depth + 1).flat());
  return [{ sql: `(${alternatives.join(' OR ')})`, values: ordered }];
}

function whereClause(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return '';
  return `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
}

/** The statements that read some pages, and how their rows make up the pages. */
export interface PagesPlan {
  /** The limits of pages. */
  maxRows: number;
  statements: Statement[];
  /**
   * @param results the rows of each statement
   * @returns for each page up to `first + 1` rows: one more than asked for tells that there is more
   */
  pagesOf(results: readonly unknown[][]): unknown[][];
}

/** Plans to read pages with one statement per list and order, however many pages there are. */
export function planPages(queries: readonly ListQuery[]): PagesPlan {
  const orderOf = (query: ListQuery) => JSON.stringify([nameOfList(query), query.rank?.sql]);
  const groups = Map.groupBy(queries.keys(), (index) => orderOf(at(queries, index)));
  const indexLists = [...groups.values()];
  return {
    maxRows: queries.reduce((sum, { first }) => sum + first, 0),
    statements: indexLists.map((indexes) => pagesStatement(queries, indexes)),
    pagesOf(results) {
      const pages: unknown[][] = queries.map(() => []);
      for (const [group, [first, ...more]] of indexLists.entries()) {
        const rows = results[group] ?? [];
        if (first !== undefined && more.length === 0) pages[first] = rows;
        else for (const row of rows) pages[pageIndexOf(row)]?.push(row);
      }
      return pages;
    },
  };
}

/** The page that a row of a union belongs to. */
function pageIndexOf(row: unknown): number {
  const isIndexed = typeof row === 'object' && row !== null && 'pageIndex' in row;
  if (!isIndexed || typeof row.pageIndex !== 'number') throw new Error('A row of no page');
  return row.pageIndex;
}

/** A page alone is a plain statement, which costs the server half of what a union does. */
function pagesStatement(queries: readonly ListQuery[], indexes: readonly number[]): Statement {
  const pages = indexes.map((index) => ({ index, ...pageStatement(at(queries, index)) }));
  const [only, ...more] = pages;
  if (only && more.length === 0) return { sql: `SELECT ${only.sql}`, values: only.values };
  const parts = pages.map(({ index, sql }) => `(SELECT ${index} AS pageIndex, ${sql})`);
  const order = orderClause(at(queries, indexes[0] ?? 0));
  return {
    sql: `${parts.join(' UNION ALL ')} ORDER BY pageIndex, ${order}`,
    values: pages.flatMap(({ values }) => values),
  };
}

/** The text after `SELECT`. */
function pageStatement(query: ListQuery): Condition {
  const { rank } = query;
  const conditions = [...query.where, ...afterCursor(query)];
  const limit = query.first + 1;
  const table = query.table.name;
  const ranks = rank ? `, (${rank.sql}) AS ${RANK}` : '';
  return {
    sql: `${table}.*${ranks} FROM ${table} ${indexHint(query)} ${whereClause(conditions)}
      ORDER BY ${orderClause(query)} LIMIT ${limit}`,
    values: [...(rank?.values ?? []), ...conditions.flatMap(({ values }) => values)],
  };
}

function indexHint({ skippedIndexes }: ListQuery): string {
  return skippedIndexes ? `IGNORE INDEX FOR ORDER BY (${skippedIndexes.join(', ')})` : '';
}

function orderClause({ rank, orderBy }: ListOrder): string {
  const columns = orderBy.map(({ column, direction }) => `${column} ${direction}`);
  return [...(rank ? [`${RANK} DESC`] : []), ...columns].join(', ');
}

/**
 * The most that is counted: nobody leafs through more, and a count without an end takes longer with
 * every sale that the shop makes.
 */
const MAX_COUNT = 10_000;

/** Counts the rows of many lists with one statement, each up to `MAX_COUNT`. */
export async function countRows(sql: Sql, queries: readonly ListQuery[]): Promise<number[]> {
  const [first, ...more] = queries.map(countStatement);
  if (!first) return [];
  const rows = await sql.query(unionAll([first, ...more]));
  const totalByList = new Map(rows.map(({ listIndex, total }) => [listIndex, total]));
  return queries.map((_, index) => totalByList.get(index) ?? 0);
}

function countStatement(
  { table, where }: ListQuery,
  index: number,
): Query<{ listIndex: number; total: number }> {
  return selectFields(
    { listIndex: numeric(String(index)), total: numeric('COUNT(*)') },
    `FROM (SELECT 1 FROM ${table.name} ${whereClause(where)} LIMIT ${MAX_COUNT}) counted`,
    where.flatMap(({ values }) => values),
  );
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`No item ${index} of ${items.length}`);
  return item;
}
