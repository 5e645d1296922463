import type { Query, SqlValue } from './sql.ts';

/** A table, with the type that its Prisma schema gives its rows. */
export interface Table<Row extends object> {
  name: string;
  rowsOf: (rows: unknown[]) => Row[];
}

/** The rows of a table: `RowOf<typeof PRODUCT>`. */
export type RowOf<AnyTable> = AnyTable extends Table<infer Row> ? Row : never;

/** The models of a generated client, as its type `Prisma.TypeMap` lists them. */
type Models = Record<string, { payload: { scalars: object } }>;
type ScalarsOf<
  Map extends { model: Models },
  Name extends keyof Map['model'],
> = Map['model'][Name]['payload']['scalars'];

/** The driver gives a BIGINT as a number, or fails when it is none that is exact. */
type DriverValue<Value> = Value extends bigint ? number : Value;

type DriverRow<Scalars, Json> = {
  [Column in keyof Scalars]: Column extends keyof Json
    ? Json[Column]
    : DriverValue<Scalars[Column]>;
};

/** Columns that may be told to hold JSON; a boolean or a text may not. */
type JsonColumns<Map extends { model: Models }> = {
  [Name in keyof Map['model']]?: {
    [Column in keyof ScalarsOf<Map, Name> as object extends Exclude<
      ScalarsOf<Map, Name>[Column],
      Date
    >
      ? Column
      : never]?: unknown;
  };
};

/**
 * Describes the tables of a subgraph by the types of its generated client, so that a column which
 * the Prisma schema renames is missing wherever a statement selects it.
 * @param Json the content of the JSON columns: `{ Reservation: { outcome: Outcome | null } }`
 */
export function describeTables<
  Map extends { model: Models },
  Json extends JsonColumns<Map> = Record<never, never>,
>() {
  return <Name extends keyof Map['model'] & string>(
    name: Name,
  ): Table<DriverRow<ScalarsOf<Map, Name>, Name extends keyof Json ? Json[Name] : unknown>> => ({
    name,
    rowsOf,
  });
}

/** The only place where the rows of the driver are given a type: builders of statements call it. */
function rowsOf<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}

/** Selects all columns of a table. @param rest the text after `FROM table` */
export function selectAll<Row extends object>(
  table: Table<Row>,
  rest: string,
  values: readonly SqlValue[] = [],
): Query<Row> {
  return { sql: `SELECT * FROM ${table.name} ${rest}`, values, rowsOf: table.rowsOf };
}

/** Selects some columns of a table. @param rest the text after `FROM table` */
export function select<Row extends object, Column extends keyof Row & string>(
  { name }: Table<Row>,
  columns: readonly Column[],
  rest: string,
  values: readonly SqlValue[] = [],
): Query<Pick<Row, Column>> {
  return { sql: `SELECT ${columns.join(', ')} FROM ${name} ${rest}`, values, rowsOf };
}

/** A selected value: a column, or an expression with the type that it gives. */
export interface Field<Value> {
  sql: string;
  /** Never there: it carries the type. */
  value?: Value;
}

type FieldValues<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends Field<infer Value> ? Value : never;
};

/** Selects fields by the names that they are to have. @param rest `FROM` and all after it */
export function selectFields<Fields extends Record<string, Field<unknown>>>(
  fields: Fields,
  rest: string,
  values: readonly SqlValue[] = [],
): Query<FieldValues<Fields>> {
  const list = Object.entries(fields).map(([name, { sql }]) => `${sql} AS ${name}`);
  return { sql: `SELECT ${list.join(', ')} ${rest}`, values, rowsOf };
}

/** A column of a table, which the statement may call by another name. */
export function column<Row extends object, Column extends keyof Row & string>(
  { name }: Table<Row>,
  columnName: Column,
  calledAs = name,
): Field<Row[Column]> {
  return { sql: `${calledAs}.${columnName}` };
}

/** An expression that gives a number and never NULL. */
export function numeric(sql: string): Field<number> {
  return { sql };
}

/** An expression that gives a text and never NULL. */
export function text(sql: string): Field<string> {
  return { sql };
}

/** An expression that gives an instant and never NULL. */
export function instant(sql: string): Field<Date> {
  return { sql };
}

/** An expression that gives NULL for want of rows. */
export function orNull<Value>({ sql }: Field<Value>): Field<Value | null> {
  return { sql };
}

/** Joins statements that select the same fields. */
export function unionAll<Row>(queries: readonly [Query<Row>, ...Query<Row>[]]): Query<Row> {
  return {
    sql: queries.map(({ sql }) => sql).join(' UNION ALL '),
    values: queries.flatMap(({ values = [] }) => values),
    rowsOf: queries[0].rowsOf,
  };
}

/**
 * A statement whose rows the caller types by hand. For tests, measurements and tables that no
 * Prisma schema has.
 */
export function claimed<Row = unknown>(sql: string, values: readonly SqlValue[] = []): Query<Row> {
  return { sql, values, rowsOf };
}
