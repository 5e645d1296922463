import type { FieldInfo } from 'mariadb';

/** Rows as the driver gives them: lists of values, in a list that also tells of the columns. */
interface DriverRows extends Array<readonly unknown[]> {
  meta?: FieldInfo[];
}

/**
 * The rows of one result, with the values that Prisma's types promise: numbers, dates and JSON are
 * the driver's work; a TINYINT is a boolean, for no schema has another one. (Its length would tell,
 * but not in a UNION. The driver's `typeCast` would do it too, at many times the price.)
 * @param result the driver's answer to one statement; no list when it gives no rows
 */
export function rowsOfResult(result: unknown): unknown[] {
  if (!Array.isArray(result)) return [];
  const rows: DriverRows = result;
  return rows.length === 0 ? [] : rows.map(rowMaker(rows.meta ?? []));
}

type RowMaker = (values: readonly unknown[]) => object;

/** By the columns of a result: our statements have few different lists of them. */
const makers = new Map<string, RowMaker>();

function rowMaker(meta: readonly FieldInfo[]): RowMaker {
  const columns = meta.map((info) => ({ name: info.name(), isBoolean: info.type === 'TINY' }));
  const key = columns.map(({ name, isBoolean }) => (isBoolean ? `${name}?` : name)).join();
  const known = makers.get(key);
  if (known) return known;
  const maker = compileMaker(columns);
  makers.set(key, maker);
  return maker;
}

interface Column {
  name: string;
  isBoolean: boolean;
}

/**
 * Compiles one expression that makes a whole row. The engine gives such an object its final form
 * at once; one that gets name after name, as the driver does it, is copied each three of them.
 */
function compileMaker(columns: readonly Column[]): RowMaker {
  const names = columns.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new Error(`Two columns have one name: ${names}`);
  const fields = columns.map(({ name, isBoolean }, index) => {
    const given = `values[${index}]`;
    const value = isBoolean ? `(${given} === null ? null : ${given} === 1)` : given;
    return `${JSON.stringify(name)}: ${value}`;
  });
  return new Function('values', `return { ${fields.join(', ')} };`) as RowMaker;
}
