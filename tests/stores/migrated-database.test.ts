// Goal: the tables that the migrations make are the tables that the Prisma schema, and so the
// generated client, believes in. Method: both are described as lines of text and compared.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import { parseDatabaseUrl, withConnection } from '../../scripts/operate/databases/connection.ts';
import { isMigrated } from '../../scripts/operate/migrate/apply-migrations.ts';
import { migrationsDirectory } from '../../scripts/operate/migrate/migration-files.ts';
import { createMigratedDatabase } from '../../scripts/stack/throwaway/throwaway-database.ts';
import { describeDatabase } from '../support/database-description.ts';
import { describeDatamodel, readDatamodel } from '../support/prisma-datamodel.ts';

/** The number of tables that the Prisma schema declares, read without the parser under test. */
function modelsOf(subgraph: string): number {
  const file = join(import.meta.dirname, '../../prisma', subgraph, 'schema.prisma');
  return readFileSync(file, 'utf8').match(/^model /gm)?.length ?? Number.NaN;
}

for (const subgraph of SUBGRAPH_NAMES) {
  test(`the migrated database of ${subgraph} is what its Prisma schema says, column by column`, async () => {
    const database = await createMigratedDatabase(subgraph);
    try {
      const expected = describeDatamodel(readDatamodel(subgraph));

      // A parser that reads too little would find the two equal: a table gives five lines or more.
      expect(expected.length).toBeGreaterThanOrEqual(5 * modelsOf(subgraph));
      expect(await describeDatabase(database.url)).toEqual(expected);
    } finally {
      await database.drop();
    }
  });
}

test('the comparison sees a changed type, nullability, default, key, index or reference', async () => {
  const database = await createMigratedDatabase('inventario');
  const target = parseDatabaseUrl('database', database.url);
  const changes = [
    ['ALTER TABLE Product MODIFY sku VARCHAR(65) NOT NULL', 'Product.sku varchar(65) not null'],
    ['ALTER TABLE Product MODIFY name VARCHAR(200) NULL', 'Product.name varchar(200) null'],
    [
      'ALTER TABLE Product ALTER available SET DEFAULT 7',
      'Product.available int not null default 7',
    ],
    ['ALTER TABLE Product ADD extra INT NULL', 'Product.extra int null'],
    ['ALTER TABLE Product ADD UNIQUE INDEX u (name)', 'Product unique index (name)'],
    ['ALTER TABLE Category ADD INDEX i (name, slug)', 'Category index (name, slug)'],
    [
      'CREATE TABLE t (a INT PRIMARY KEY REFERENCES Product (id))',
      't reference (a) to Product(id) delete restrict, update restrict',
    ],
  ] as const;
  try {
    for (const [sql, fact] of changes) {
      const before = await describeDatabase(database.url);
      await withConnection(target, (connection) => connection.query(sql));

      expect(before).not.toContain(fact);
      expect(await describeDatabase(database.url)).toContain(fact);
    }
  } finally {
    await database.drop();
  }
});

test("a subgraph's user cannot see the other subgraph's database", async () => {
  const inventario = await createMigratedDatabase('inventario');
  const ventas = await createMigratedDatabase('ventas');
  const foreign = new URL(inventario.url).pathname.slice(1);
  try {
    const target = parseDatabaseUrl('database', ventas.url);

    expect(await isMigrated(target, migrationsDirectory('ventas'))).toBe(true);
    await expect(
      withConnection(target, (connection) => connection.query(`SELECT 1 FROM ${foreign}.Product`)),
    ).rejects.toThrow(/denied/);
  } finally {
    await Promise.all([inventario.drop(), ventas.drop()]);
  }
});
