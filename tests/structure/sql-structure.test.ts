// Goal: statements stand in stores, and name what the Prisma schema has.
import { editsTellByTheKit, sqlInStoresOnly, storesHoldSqlOnly } from './code-rules.ts';
import { type Fixture, testRules } from './guarded-rules.ts';
import {
  columnsAreInSchema,
  migrationsMakeTables,
  rowsAreDescribedOnce,
  rowsAreTyped,
  tinyIntsAreBooleans,
} from './sql-rules.ts';

/** Rules about statements compare them with it. */
const SALE_SCHEMA: Fixture = {
  path: 'prisma/ventas/schema.prisma',
  text:
    'model Sale {\n  id     String @id\n  status String\n  total  Int\n}\n' +
    'model SaleItem {\n  saleId String\n  line   Int\n}\n',
};

testRules({
  'SQL stands in stores only': {
    rule: sqlInStoresOnly,
    breaks: [
      { path: 'subgraphs/ventas/sales/a.ts', text: "query('SELECT id FROM Sale')" },
      { path: 'subgraphs/ventas/sales/a.ts', text: 'query(`\n  UPDATE Sale SET total = 1`)' },
      { path: 'subgraphs/ventas/sales/a.ts', text: "query(select(SALE, ['id'], 'LIMIT 1'))" },
    ],
    keeps: [
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: "query('SELECT id FROM Sale')" },
      { path: 'subgraphs/ventas/sales/a.ts', text: "log.info('UPDATED')" },
      { path: 'subgraphs/ventas/main.ts', text: "script([{ sql: 'SELECT 1' }])" },
    ],
  },
  'rows have the type of the columns that are selected': {
    rule: rowsAreTyped,
    breaks: [
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: '(rows as SaleRow[]).map(idOf)' },
      { path: 'subgraphs/ventas/sales/open.ts', text: 'const ids = rows as { id: string }[];' },
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: "query(claimed<Row>('SHOW TABLES'))" },
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: "{ sql: 'SELECT id FROM Sale' }" },
      { path: 'scripts/operate/verify/a.ts', text: 'return rows as Finding[];' },
      { path: 'common/subgraph/database/keyset.ts', text: 'rows as IndexedRow[]' },
    ],
    keeps: [
      { path: 'subgraphs/ventas/sales/sale-store.ts', text: "query(select(SALE, ['id'], 'x'))" },
      { path: 'subgraphs/ventas/sales/edit.ts', text: 'Object.keys(a) as (keyof A)[]' },
      { path: 'tests/stores/a.test.ts', text: "query(claimed<Row>('SELECT 1'))" },
    ],
  },
  'a TINYINT is a boolean': {
    rule: tinyIntsAreBooleans,
    breaks: [{ path: 'prisma/ventas/schema.prisma', text: '  rank Int @db.TinyInt' }],
    keeps: [SALE_SCHEMA, { path: 'prisma/ventas/schema.prisma', text: '  active Boolean' }],
  },
  'a migration makes tables, which backups have': {
    rule: migrationsMakeTables,
    breaks: [
      {
        path: 'prisma/ventas/migrations/1_a/migration.sql',
        text: 'CREATE OR REPLACE VIEW v AS SELECT 1;',
      },
      {
        path: 'prisma/ventas/migrations/1_a/migration.sql',
        text: 'CREATE TRIGGER t BEFORE INSERT ON Sale FOR EACH ROW SET @a = 1;',
      },
    ],
    keeps: [
      {
        path: 'prisma/ventas/migrations/1_a/migration.sql',
        text: 'CREATE TABLE `Event` (id INT);\nCREATE INDEX `Event_id_idx` ON `Event` (id);',
      },
    ],
  },
  'a row is described once, by the Prisma schema': {
    rule: rowsAreDescribedOnce,
    breaks: [
      {
        path: 'subgraphs/ventas/sales/sale-store.ts',
        text: 'export interface Row {\n  id: string;\n  status: string;\n  total: number;\n}\n',
      },
    ],
    keeps: [
      {
        path: 'subgraphs/ventas/sales/sale-store.ts',
        text: 'interface New {\n  id: string;\n  total: number;\n  lines: Line[];\n}\n',
      },
    ],
    beside: [SALE_SCHEMA],
  },
  'every column that a statement names is in the Prisma schema': {
    rule: columnsAreInSchema,
    breaks: [
      { path: 'subgraphs/ventas/a-store.ts', text: "'UPDATE Sale SET amount = ? WHERE id = ?'" },
      { path: 'subgraphs/ventas/b-store.ts', text: "select(SALE, ['id'], 'WHERE state = ?')" },
      { path: 'subgraphs/ventas/c-store.ts', text: '`INSERT INTO Ventas (id) VALUES (?)`' },
      { path: 'scripts/operate/verify/d-checks.ts', text: '`SELECT MAX(day) AS at FROM Sale`' },
      { path: 'subgraphs/ventas/e-store.ts', text: "{ units: numeric('units + 1') }, 'FROM Sale'" },
      {
        path: 'subgraphs/ventas/f-store.ts',
        text: "'FROM Sale JOIN SaleItem i WHERE i.status = ?'",
      },
    ],
    keeps: [
      { path: 'subgraphs/ventas/a-store.ts', text: '`UPDATE Sale SET total = total + ?`' },
      { path: 'subgraphs/ventas/b-store.ts', text: "select(SALE, ['id'], 'WHERE status = ?')" },
      { path: 'subgraphs/ventas/c-store.ts', text: "throw new Error('none of these')" },
    ],
    beside: [SALE_SCHEMA],
  },
  'a store opens no transaction and tells the audit log nothing': {
    rule: storesHoldSqlOnly,
    breaks: [
      { path: 'subgraphs/a/b/b-store.ts', text: 'await database.transaction(work);' },
      { path: 'subgraphs/a/b/b-store.ts', text: 'prisma.$transaction(work)' },
      { path: 'subgraphs/a/b/b-store.ts', text: 'await recordEvent(sql, request, event);' },
    ],
    keeps: [
      { path: 'subgraphs/a/b/edit-b.ts', text: 'await database.transaction(work);' },
      { path: 'subgraphs/usuarios/audit/audit-store.ts', text: 'export function recordEvent(' },
    ],
  },
  'an edit tells the audit log by the kit': {
    rule: editsTellByTheKit,
    breaks: [{ path: 'subgraphs/a/b/edit-b.ts', text: 'insertAuditEvents(sql, request, events)' }],
    keeps: [
      { path: 'subgraphs/a/main.ts', text: 'insertAuditEvents(database, base, [event])' },
      { path: 'subgraphs/a/b/edit-b.ts', text: 'lockingEdit(deps, (sql, audit) => audit(event))' },
    ],
  },
});
