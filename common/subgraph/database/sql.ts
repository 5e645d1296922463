/** A value that stands for a `?` in a statement; an array stands for a comma-separated list. */
export type SqlValue = string | number | boolean | null | Date | readonly SqlValue[];

/** A number, a date or a mark takes up about so much of a statement, in bytes. */
const SHORT_VALUE_BYTES = 12;

/** The approximate size of values in a statement, in bytes. */
export function sizeOfValues(values: readonly SqlValue[] = []): number {
  let bytes = 0;
  for (const value of values) {
    if (typeof value === 'string') bytes += value.length;
    else bytes += Array.isArray(value) ? sizeOfValues(value) : SHORT_VALUE_BYTES;
  }
  return bytes;
}

/** A statement that is yet to be run. */
export interface Statement {
  sql: string;
  values?: readonly SqlValue[];
}

/** A statement that gives rows: what built its text from columns has built this type from them. */
export interface Query<Row> extends Statement {
  rowsOf: (rows: unknown[]) => Row[];
}

/** The rows that each of some statements gives. */
export type Results<Statements extends readonly Statement[]> = {
  [Index in keyof Statements]: Statements[Index] extends Query<infer Row> ? Row[] : unknown[];
};

/** Runs statements, on a connection of the pool or inside a transaction. */
export interface Sql {
  query<Row>(query: Query<Row>): Promise<Row[]>;
  /** @returns the number of rows that the statement changed */
  execute(statement: string, values?: readonly SqlValue[]): Promise<number>;
  /**
   * Runs statements in their order with a single round trip. The server stops at the first one
   * that fails.
   * @returns the rows of each statement; none for one that gives no rows
   */
  script<const Statements extends readonly Statement[]>(
    statements: Statements,
  ): Promise<Results<Statements>>;
}

/** A running transaction. */
export interface TransactionSql extends Sql {
  /**
   * Runs the last statements and COMMIT with a single round trip. When one of them fails, the
   * server does not get to COMMIT. Nothing may be run in the transaction afterwards.
   */
  commitWith(statements: readonly Statement[]): Promise<void>;
}

/** COMMIT was sent and no answer came: it may have happened. Re-read before anything else. */
export class CommitUnknownError extends Error {
  override name = 'CommitUnknownError';
}

/** Unique key violated. */
const ER_DUP_ENTRY = 1062;
/** The server undid this transaction in favour of another: lock wait, deadlock, changed row. */
export const VICTIM_ERRNOS: ReadonlySet<number> = new Set([1205, 1213, 1020]);

export function isDuplicateKey(error: unknown): boolean {
  return errnoOf(error) === ER_DUP_ENTRY;
}

/** Whether the server has undone the transaction and it may run again from BEGIN. */
export function isVictim(error: unknown): boolean {
  return VICTIM_ERRNOS.has(errnoOf(error) ?? 0);
}

function errnoOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errno' in error)) return undefined;
  return typeof error.errno === 'number' ? error.errno : undefined;
}

/**
 * `(?, ?, NOW(3)), (?, ?, NOW(3))`: a group per row, for a multi-row INSERT.
 * @param last an SQL expression that ends every group
 */
export function placeholders(rows: readonly (readonly SqlValue[])[], last?: string): string {
  const rest = last === undefined ? [] : [last];
  return rows.map((row) => `(${[...row.map(() => '?'), ...rest].join(', ')})`).join(', ');
}
