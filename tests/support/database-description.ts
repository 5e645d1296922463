// The description of a real database's tables, in the words of prisma-datamodel.ts.
import {
  type Connection,
  parseDatabaseUrl,
  withConnection,
} from '../../scripts/operate/databases/connection.ts';

interface Column {
  tableName: string;
  name: string;
  sqlType: string;
  nullable: 'YES' | 'NO';
  defaultValue: string | null;
  extra: string;
}

const COLUMNS_SQL = `
  SELECT TABLE_NAME tableName, COLUMN_NAME name, COLUMN_TYPE sqlType, IS_NULLABLE nullable,
         COLUMN_DEFAULT defaultValue, EXTRA extra
  FROM information_schema.COLUMNS
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> '_prisma_migrations'`;

const INDEXES_SQL = `
  SELECT CONCAT(TABLE_NAME, ' ',
           IF(INDEX_NAME = 'PRIMARY', 'primary key', IF(NON_UNIQUE, 'index', 'unique index')),
           ' (', GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR ', '), ')') fact
  FROM information_schema.STATISTICS
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> '_prisma_migrations'
  GROUP BY TABLE_NAME, INDEX_NAME, NON_UNIQUE`;

const REFERENCES_SQL = `
  SELECT CONCAT(k.TABLE_NAME, ' reference (',
           GROUP_CONCAT(k.COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR ', '),
           ') to ', k.REFERENCED_TABLE_NAME, '(',
           GROUP_CONCAT(k.REFERENCED_COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR ', '),
           ') delete ', LOWER(r.DELETE_RULE), ', update ', LOWER(r.UPDATE_RULE)) fact
  FROM information_schema.KEY_COLUMN_USAGE k
  JOIN information_schema.REFERENTIAL_CONSTRAINTS r
    ON r.CONSTRAINT_SCHEMA = k.TABLE_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
  WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL
  GROUP BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.REFERENCED_TABLE_NAME, r.DELETE_RULE, r.UPDATE_RULE`;

/** The facts about every table but the record of migrations, sorted. */
export function describeDatabase(url: string): Promise<string[]> {
  return withConnection(parseDatabaseUrl('database', url), async (connection) => {
    const columns = await connection.query<Column[]>(COLUMNS_SQL);
    const jsonColumns = await findJsonColumns(connection);
    return [
      ...columns.map((column) => describeColumn(column, jsonColumns)),
      ...(await connection.query<{ fact: string }[]>(INDEXES_SQL)).map(({ fact }) => fact),
      ...(await connection.query<{ fact: string }[]>(REFERENCES_SQL)).map(({ fact }) => fact),
    ].sort();
  });
}

function describeColumn(column: Column, jsonColumns: ReadonlySet<string>): string {
  const name = `${column.tableName}.${column.name}`;
  // MariaDB and older MySQL show a display width, which means nothing; tinyint(1) is a boolean.
  const width = /^(int|bigint|smallint)\(\d+\)/;
  const sqlType = jsonColumns.has(name) ? 'json' : column.sqlType.replace(width, '$1');
  const nullability = column.nullable === 'YES' ? 'null' : 'not null';
  return `${name} ${sqlType} ${nullability}${describeDefault(column)}`;
}

function describeDefault({ defaultValue, extra }: Column): string {
  if (extra.includes('auto_increment')) return ' auto_increment';
  // MariaDB writes an absent default of a nullable column as NULL and quotes texts; MySQL does not.
  if (defaultValue === null || defaultValue === 'NULL') return '';
  const text = defaultValue.replace(/^'(.*)'$/, '$1');
  return ` default ${/^current_timestamp/i.test(text) ? text.toLowerCase() : text}`;
}

/** MariaDB's JSON is a longtext with a check; MySQL has the type itself. */
async function findJsonColumns(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = await connection.query<{ tableName: string; definition: string }[]>(
    `SELECT t.TABLE_NAME tableName, c.CHECK_CLAUSE definition
     FROM information_schema.CHECK_CONSTRAINTS c
     JOIN information_schema.TABLE_CONSTRAINTS t
       ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME
     WHERE c.CONSTRAINT_SCHEMA = DATABASE()`,
  );
  return new Set(
    rows.flatMap(({ tableName, definition }) => {
      const column = /^json_valid\(`(\w+)`\)$/i.exec(definition)?.[1];
      return column === undefined ? [] : [`${tableName}.${column}`];
    }),
  );
}
