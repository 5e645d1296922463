// Goal: codes from before texts were composed become one form, and where two rows had one code in
// two forms, both stay as they are and somebody is told.
// Method: a database as version 0.1.0 left it, with every case.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parseDatabaseUrl, withConnection } from '../../scripts/operate/databases/connection.ts';
import { migrateDatabase } from '../../scripts/operate/migrate/apply-migrations.ts';
import { migrationsDirectory } from '../../scripts/operate/migrate/migration-files.ts';
import { createEmptyDatabase } from '../../scripts/stack/throwaway/throwaway-database.ts';

const BEFORE = ['20261122120000_init', '20261122150000_audit_outbox'];
const directory = mkdtempSync(join(tmpdir(), 'migrations-'));
afterAll(() => rmSync(directory, { recursive: true }));

const LATIN = 'ÀÉÎÕÜÅÇñý';
const decomposed = (text: string) => text.normalize('NFD');

/** Codes by id as they were, and as they are to be. */
const BEFORE_BY_ID = [
  ...['plain-1', decomposed('CAMIÓN-1'), 'CAMIÓN-1', decomposed(LATIN)],
  // Composed in part, each in another part.
  ...[`Ñ${decomposed('Á')}`, `${decomposed('Ñ')}Á`, decomposed('camión-1')],
];
const AFTER_BY_ID = [
  ...['plain-1', decomposed('CAMIÓN-1'), 'CAMIÓN-1', LATIN],
  ...['ÑÁ', `${decomposed('Ñ')}Á`, 'camión-1'],
];

const TABLES = [
  {
    subgraph: 'inventario',
    insert: "INSERT INTO Product (sku, name, priceCentimos) VALUES (?, 'Radio', 100)",
    read: 'SELECT sku AS code FROM Product ORDER BY id',
    told: { kind: 'PRODUCT_TWIN_FOUND', noun: 'Product', column: 'sku' },
  },
  {
    subgraph: 'ventas',
    insert: "INSERT INTO Seller (code, name) VALUES (?, 'Rosa')",
    read: 'SELECT code FROM Seller ORDER BY id',
    told: { kind: 'SELLER_TWIN_FOUND', noun: 'Seller', column: 'code' },
  },
];

test.each(TABLES)('codes of $subgraph', async ({ subgraph, insert, read, told }) => {
  const before = join(directory, subgraph);
  for (const name of BEFORE) {
    cpSync(join(migrationsDirectory(subgraph), name), join(before, name), { recursive: true });
  }
  const database = await createEmptyDatabase(subgraph);
  const target = parseDatabaseUrl('database', database.url);
  try {
    await migrateDatabase(target, before);
    await withConnection(target, async (connection) => {
      for (const code of BEFORE_BY_ID) await connection.query(insert, [code]);
      await migrateDatabase(target, migrationsDirectory(subgraph));
      const rows = await connection.query<{ code: string }[]>(read);
      expect(rows.map(({ code }) => code)).toEqual(AFTER_BY_ID);

      const { kind, noun, column } = told;
      const events = await connection.query<object[]>(
        'SELECT kind, requestId, actorId, subject, detail FROM AuditOutbox ORDER BY subject',
      );
      const of = { kind, requestId: 'migration', actorId: null };
      expect(events.map((event) => ({ ...event }))).toEqual([
        {
          ...of,
          subject: `${noun} 2 ${AFTER_BY_ID[1]}`,
          detail: `${column} as of ${noun} 3 ${AFTER_BY_ID[2]}`,
        },
        {
          ...of,
          subject: `${noun} 6 ${AFTER_BY_ID[5]}`,
          detail: `${column} as of ${noun} 5 ${AFTER_BY_ID[4]}`,
        },
      ]);
    });
  } finally {
    await database.drop();
  }
});
