// Goal: barcodes of before become numbers where they are some; of two products with one number the
// older keeps it, and somebody is told of the pair.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { gtinOf } from '../../common/values/gtin.ts';
import { parseDatabaseUrl, withConnection } from '../../scripts/operate/databases/connection.ts';
import { migrateDatabase } from '../../scripts/operate/migrate/apply-migrations.ts';
import { migrationsDirectory } from '../../scripts/operate/migrate/migration-files.ts';
import { createEmptyDatabase } from '../../scripts/stack/throwaway/throwaway-database.ts';

const MIGRATION = '20261127021400_gtin';
const directory = mkdtempSync(join(tmpdir(), 'migrations-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Barcodes by id, and whether the product keeps the number that its barcode is. */
const BARCODES: [barcode: string | null, keepsNumber: boolean][] = [
  ['0012345678905', true],
  ['012345678905', false],
  ['00012345678905', false],
  ['4006381333931', true],
  ['4006381333932', true],
  ['96385074', true],
  ['12345678905', true],
  ['4006381333931\n', true],
  ['ABC-1', true],
  [null, true],
];

test('the older of two products with one number keeps it', async () => {
  const migrations = migrationsDirectory('inventario');
  for (const name of readdirSync(migrations).filter((one) => one < MIGRATION)) {
    cpSync(join(migrations, name), join(directory, name), { recursive: true });
  }
  const database = await createEmptyDatabase('inventario');
  const target = parseDatabaseUrl('database', database.url);
  try {
    await migrateDatabase(target, directory);
    await withConnection(target, async (connection) => {
      for (const [index, [barcode]] of BARCODES.entries()) {
        await connection.query(
          "INSERT INTO Product (sku, barcode, name, priceCentimos) VALUES (?, ?, 'Radio', 100)",
          [`S${index + 1}`, barcode],
        );
      }
      await migrateDatabase(target, migrations);
      const rows = await connection.query<object[]>(
        'SELECT barcode, gtin FROM Product ORDER BY id',
      );
      expect(rows.map((row) => ({ ...row }))).toEqual(
        BARCODES.map(([barcode, keeps]) => {
          return { barcode, gtin: keeps && barcode !== null ? gtinOf(barcode) : null };
        }),
      );
      const events = await connection.query<object[]>(
        'SELECT kind, subject, detail FROM AuditOutbox ORDER BY subject',
      );
      const kind = 'PRODUCT_TWIN_FOUND';
      expect(events.map((event) => ({ ...event }))).toEqual([
        ...['012345678905', '00012345678905'].map((barcode, index) => ({
          kind,
          subject: `Product ${index + 2} S${index + 2}`,
          detail: `barcode ${barcode} as 0012345678905 of Product 1 S1`,
        })),
      ]);
    });
  } finally {
    await database.drop();
  }
});
