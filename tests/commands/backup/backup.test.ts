// Goal: what is backed up while the shop sells becomes, on another server, a shop in which every
// promise holds. Method: the real graph sells without a pause, the real commands dump and restore,
// and the real graph runs on the restored databases.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { parseDatabaseUrl } from '../../../scripts/operate/databases/connection.ts';
import {
  latestMigrationName,
  migrationsDirectory,
} from '../../../scripts/operate/migrate/migration-files.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  ADMIN_URL_VARIABLE,
  startThrowawayServer,
  type ThrowawayServer,
} from '../../../scripts/stack/throwaway/throwaway-server.ts';
import {
  createEmptyDatabases,
  createReader,
  databaseVariables,
  type EmptyDatabases,
  type Ended,
  missingDumpProgram,
  type Reader,
  runCommand,
} from '../../support/backup-commands.ts';
import { expectSettledAndSound, openGraphDatabases } from '../../support/graph-databases.ts';
import { openShop, type SeededProduct, type Shop } from '../../support/shop.ts';
import { skipWithMessage } from '../../support/skip-with-message.ts';

const LIMIT_MS = 120_000;
const BUYERS = 8;
const SOLD_BEFORE = 200;
const STOCK = 100_000;
/** All that a file of statements could take for something else. */
const ODD_NAME = 'Cable; \'USB\' "C" \\ 2 m; `USE` 🔌 -- ñandú';

const missing = missingDumpProgram();
const testWithDump = skipWithMessage(missing);

let directory: string;
let server: ThrowawayServer;
let graph: Graph;
let shop: Shop;
let product: SeededProduct;
let reader: Reader;
let copies: EmptyDatabases;
/** The numbers of sales that were answered before the dump began, and while it ran. */
let sold = { before: 0, during: 0 };
let dumped: Ended;
let restored: Ended;

beforeAll(async () => {
  directory = join(mkdtempSync(join(tmpdir(), 'electroplus-backup-')), 'of-today');
  if (missing !== null) return;
  server = await startThrowawayServer();
  graph = await startGraph();
  shop = await openShop(graph);
  product = await shop.addProduct({ name: ODD_NAME, stock: STOCK });
  await backUpWhileSelling();
  copies = await createEmptyDatabases(parseDatabaseUrl(ADMIN_URL_VARIABLE, server.adminUrl));
  restored = await runCommand('restore', ['--from', directory], copies.variables);
}, LIMIT_MS);

afterAll(async () => {
  await reader?.drop();
  await graph?.stop();
  await server?.stop();
  rmSync(join(directory, '..'), { recursive: true, force: true });
}, LIMIT_MS);

async function backUpWhileSelling(): Promise<void> {
  let soldCount = 0;
  let isOver = false;
  const buyer = async () => {
    while (!isOver) {
      const { sale } = await shop.sell({ items: [{ productId: product.id, quantity: 1 }] });
      if (sale) soldCount++;
    }
  };
  const buyers = Array.from({ length: BUYERS }, buyer);
  await eventually('the shop sells', () => soldCount >= SOLD_BEFORE, LIMIT_MS);
  const before = soldCount;
  reader = await createReader(Object.values(graph.databaseUrls));
  const variables = { ...databaseVariables(graph.databaseUrls), ...reader.variables };
  dumped = await runCommand('backup', ['--to', directory], variables);
  sold = { before, during: soldCount - before };
  isOver = true;
  await Promise.all(buyers);
}

testWithDump('a backup is made while the shop sells, and only its owner can read it', () => {
  expect(dumped).toMatchObject({ code: 0, stderr: '' });
  expect(dumped.stdout).toContain(`${directory} holds ${SUBGRAPH_NAMES.join(', ')} as of 20`);
  expect(sold.during).toBeGreaterThan(0);
  expect(readdirSync(directory).sort()).toEqual(['dump.sql.gz', 'manifest.json']);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(directory)) {
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  }
});

testWithDump('the manifest says what was dumped, by what, and up to which migration', () => {
  const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({
    format: 1,
    takenAt: expect.stringMatching(/^20.*Z$/),
    dumpProgram: expect.stringMatching(/\d+\.\d+/),
    server: expect.stringMatching(/^\d+\.\d+\.\d+/),
    dump: { bytes: statSync(join(directory, 'dump.sql.gz')).size },
  });
  for (const name of SUBGRAPH_NAMES) {
    expect(manifest.databases[name].migrations.at(-1).name).toBe(
      latestMigrationName(migrationsDirectory(name)),
    );
  }
});

testWithDump('a restore says that the promises hold, and what is to be done', () => {
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout.match(/^I\d+ ok/gm)).toHaveLength(11);
  expect(restored.stdout).toContain('what came later is gone');
  expect(restored.stdout).toContain('npm run verify -- --quiet');
});

testWithDump(
  'the graph runs on what was restored, settles what was under way, and goes on selling',
  async () => {
    const revived = await startGraph({ databaseUrls: copies.urls });
    const databases = openGraphDatabases(revived);
    const again = await openShop(revived);
    try {
      await expectSettledAndSound(databases);
      const verified = await runCommand('verify', ['--quiet'], copies.variables);
      expect(verified).toMatchObject({ code: 0, stderr: '' });

      const { producto } = await again.ask<{ producto: { name: string } }>(
        'query P($id: ID!) { producto(id: $id) { name } }',
        { id: product.id },
      );
      expect(producto.name).toBe(ODD_NAME);
      const left = (await again.stockOf(product.id))?.available ?? 0;
      expect(STOCK - left).toBeGreaterThanOrEqual(sold.before);
      expect(STOCK - left).toBeLessThanOrEqual(sold.before + sold.during + BUYERS);
      const order = { items: [{ productId: product.id, quantity: 1 }], sellerId: shop.sellerId };
      expect((await again.sell(order)).sale).toBeTruthy();
    } finally {
      await databases.close();
      await revived.stop();
    }
  },
  LIMIT_MS,
);
