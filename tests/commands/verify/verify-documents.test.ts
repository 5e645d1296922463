// Goal: `checkInvariants` names every broken promise about documents.
// Method: as in verify.test.ts, each test breaks a row of healthy databases by hand.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { checkInvariants } from '../../../scripts/operate/verify/check-invariants.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../../scripts/stack/throwaway/throwaway-database.ts';
import { fillTables, HELD, RETURNED } from './protocol-rows.ts';

const created: ThrowawayDatabase[] = [];
let inventario: Database;
let ventas: Database;

beforeAll(async () => {
  created.push(await createMigratedDatabase('inventario'), await createMigratedDatabase('ventas'));
  inventario = openDatabase(created[0]!.url, 2);
  ventas = openDatabase(created[1]!.url, 2);
});

afterAll(async () => {
  await inventario.close();
  await ventas.close();
  for (const database of created) await database.drop();
});

beforeEach(async () => {
  await fillTables({ inventario, ventas });
  await ventas.script([
    { sql: 'DELETE FROM SaleDocument' },
    { sql: 'DELETE FROM DocumentQueue' },
    { sql: 'DELETE FROM DocumentSeries' },
    { sql: "UPDATE Sale SET documentSeries = 'B001' WHERE id = ?", values: [HELD] },
    {
      sql: `INSERT INTO DocumentSeries (series, tillId, type, nextNumber, lastIssuedAt)
        VALUES ('B001', 1, 'BOLETA', 3, NOW(3)), ('BC01', 1, 'NOTA_CREDITO', 3, NOW(3))`,
    },
    {
      sql: `INSERT INTO SaleDocument (series, number, sourceId, type, saleId, issuedAt,
          baseCentimos, taxCentimos, totalCentimos, content, shop)
        SELECT 'B001', 1, id, 'BOLETA', id, NOW(3) - INTERVAL 2 SECOND, subtotalCentimos,
          taxCentimos, totalCentimos, NULL, '{}' FROM Sale WHERE id = ?`,
      values: [HELD],
    },
    // A correction of another sale's, which says itself what it is worth.
    {
      sql: `INSERT INTO SaleDocument (series, number, sourceId, type, saleId, issuedAt,
          baseCentimos, taxCentimos, totalCentimos, content, shop)
        VALUES ('B001', 2, 'a-correction', 'BOLETA', 'another', NOW(3) - INTERVAL 1 SECOND,
          100, 18, 118, '{}', '{}')`,
    },
    {
      sql: `INSERT INTO SaleDocument (series, number, sourceId, type, saleId, issuedAt,
          baseCentimos, taxCentimos, totalCentimos, affectsSeries, affectsNumber, shop)
        SELECT 'BC01', ROW_NUMBER() OVER (ORDER BY id), id, 'NOTA_CREDITO', saleId, NOW(3),
          baseCentimos, taxCentimos, totalCentimos, 'B001', 1, '{}'
        FROM SaleReturn WHERE saleId = ?`,
      values: [HELD],
    },
  ]);
});

test('healthy documents break nothing', async () => {
  expect(await checkInvariants({ inventario, ventas })).toEqual([]);
});

const BREAKS: [string, string][] = [
  ['series B001', "DELETE FROM SaleDocument WHERE series = 'B001' AND number = 1"],
  ['series B001', "UPDATE DocumentSeries SET nextNumber = 4 WHERE series = 'B001'"],
  ['series B001', "UPDATE SaleDocument SET number = 7 WHERE series = 'B001' AND number = 2"],
  ['series B001', "DELETE FROM DocumentSeries WHERE series = 'B001'"],
  ['document B001-2', 'UPDATE SaleDocument SET issuedAt = NOW(3) WHERE number = 1'],
  [
    'document B001-1',
    `UPDATE SaleDocument SET totalCentimos = totalCentimos + 1, baseCentimos = baseCentimos + 1
      WHERE series = 'B001' AND number = 1`,
  ],
  ['document BC01-1', "UPDATE SaleDocument SET saleId = 'x' WHERE type = 'NOTA_CREDITO'"],
  [`sale ${HELD}`, `UPDATE Sale SET documentId = 'nothing' WHERE id = '${HELD}'`],
  [`return ${RETURNED}`, "DELETE FROM SaleDocument WHERE type = 'NOTA_CREDITO'"],
  [
    'document B001-1',
    `INSERT INTO DocumentQueue (series, sourceId, type, saleId)
      VALUES ('B001', '${HELD}', 'BOLETA', '${HELD}')`,
  ],
];

test.each(BREAKS)('I14 is reported for %s after: %s', async (subject, sql) => {
  await ventas.execute(sql);
  const found = await checkInvariants({ inventario, ventas });
  expect(found).toContainEqual(expect.objectContaining({ invariant: 'I14', subject }));
});

test('a document that waits is in order while people sell, and not when they have gone', async () => {
  await ventas.execute(
    `INSERT INTO DocumentQueue (series, sourceId, type, saleId) VALUES ('B009', 'x', 'BOLETA', 'x')`,
  );
  expect(await checkInvariants({ inventario, ventas })).toEqual([]);
  expect(await checkInvariants({ inventario, ventas, quiet: true })).toContainEqual(
    expect.objectContaining({ invariant: 'I8', subject: 'document of x' }),
  );
});
