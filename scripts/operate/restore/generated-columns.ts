const TABLE = /^CREATE TABLE (`(?:[^`]|``)+`) \(/;
const GENERATED =
  /^ {2}(`(?:[^`]|``)+` .*?) GENERATED ALWAYS AS \(.+\) (?:STORED|VIRTUAL)(.*?)(,?)$/;

/** A table that takes values for all of its columns, until some become generated ones again. */
export interface PlainTable {
  create: string;
  /** Statements for the time when the rows are there. */
  afterwards: string[];
}

/**
 * Takes the rules of generated columns out of a table. MariaDB's program dumps their values, which
 * MySQL refuses for as long as they are generated.
 */
export function withPlainColumns(createTable: string): PlainTable {
  const [, table = ''] = TABLE.exec(createTable) ?? [];
  const afterwards: string[] = [];
  const lines = createTable.split('\n').map((line) => {
    const [, column, rest = '', comma = ''] = GENERATED.exec(line) ?? [];
    if (column === undefined) return line;
    const definition = line.slice(0, line.length - comma.length).trim();
    afterwards.push(`ALTER TABLE ${table} MODIFY ${definition}`);
    return `  ${column}${rest}${comma}`;
  });
  return { create: lines.join('\n'), afterwards };
}
