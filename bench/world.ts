import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { createPool, type Pool } from 'mariadb';
import { connectionOptionsOf, openDatabase } from '../common/subgraph/database/database.ts';
import { createPrismaAdapter } from '../common/subgraph/database/prisma-adapter.ts';
import { claimed } from '../common/subgraph/database/table.ts';
import { formatSoles } from '../common/values/money.ts';
import { type Graph, startGraph } from '../scripts/stack/throwaway/throwaway-graph.ts';
import {
  ADMIN_URL_VARIABLE,
  startThrowawayServer,
} from '../scripts/stack/throwaway/throwaway-server.ts';
import { importProducts } from '../subgraphs/inventario/products/import-products.ts';
import { openSession } from '../subgraphs/ventas/cash-sessions/keep-session.ts';
import { PrismaClient } from '../subgraphs/ventas/generated/prisma/client.ts';
import { createSeller } from '../subgraphs/ventas/sellers/edit-seller.ts';
import { changeShop } from '../subgraphs/ventas/shop/edit-shop.ts';
import { createTill } from '../subgraphs/ventas/tills/edit-till.ts';

/** A graph of its own on a database server of its own, with something to sell. */
export interface World {
  graph: Graph;
  /** Its administrator may read and write both databases. */
  admin: Pool;
  /** Database names by subgraph, for statements that name both. */
  databases: Record<'inventario' | 'ventas', string>;
  serverPid: number;
  productIds: number[];
  sellerId: number;
  /** A till with an open drawer, in a shop whose data are set. */
  tillId: number;
  stop(): Promise<void>;
}

/** The price of every product. */
export const BENCH_PRICE_CENTIMOS = 1_990;
const PLENTY = 900_000_000;
const IMPORT_ROWS = 1_000;

/** Starts everything and loads `products` products, each with plenty of stock. */
export async function startWorld(products: number): Promise<World> {
  const server = await startThrowawayServer();
  process.env[ADMIN_URL_VARIABLE] = server.adminUrl;
  const environment = {
    LOG_LEVEL: 'info',
    ...(process.env['BENCH_NODE_OPTIONS'] && { NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] }),
  };
  const graph = await startGraph({
    environment: { inventario: environment, ventas: environment, router: environment },
  });
  const admin = createPool({
    ...connectionOptionsOf(server.adminUrl),
    connectionLimit: 64,
    insertIdAsNumber: true,
    bigIntAsNumber: true,
    initSql: 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  });
  const nameOf = (url: string) => new URL(url).pathname.slice(1);
  const databases = {
    inventario: nameOf(graph.databaseUrls.inventario),
    ventas: nameOf(graph.databaseUrls.ventas),
  };
  const [{ pid }] = await admin.query('SELECT @@pid_file AS pid').then(async (rows) => {
    return [{ pid: Number(readFileSync(rows[0].pid, 'utf8')) }] as const;
  });
  const productIds = await addProducts(graph.databaseUrls.inventario, products);
  const sellerId = await addSeller(graph.databaseUrls.ventas);
  const tillId = await addTill(graph.databaseUrls.ventas);
  return {
    graph,
    admin,
    databases,
    serverPid: pid,
    productIds,
    sellerId,
    tillId,
    async stop() {
      await graph.stop();
      await admin.end();
      await server.stop();
    },
  };
}

async function addProducts(url: string, count: number): Promise<number[]> {
  const database = openDatabase(url);
  try {
    for (let from = 0; from < count; from += IMPORT_ROWS) {
      const rows = Array.from({ length: Math.min(IMPORT_ROWS, count - from) }, (_, i) => ({
        sku: `BENCH-${from + i}`,
        name: `Producto de prueba ${from + i}`,
        price: formatSoles(BENCH_PRICE_CENTIMOS),
        openingStock: String(PLENTY),
      }));
      await importProducts({ database, request: null }, { rows });
    }
    const rows = await database.query(
      claimed<{ id: number }>('SELECT id FROM Product ORDER BY id'),
    );
    return rows.map(({ id }) => id);
  } finally {
    await database.close();
  }
}

async function addSeller(url: string): Promise<number> {
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(url) });
  try {
    const byOperator = { prisma, request: null };
    const { seller } = await createSeller(byOperator, { code: 'BENCH', name: 'Banco de pruebas' });
    if (!seller) throw new Error('The bench has no seller');
    return seller.id;
  } finally {
    await prisma.$disconnect();
  }
}

async function addTill(url: string): Promise<number> {
  const database = openDatabase(url);
  const byOperator = { database, request: null };
  try {
    const shop = { legalName: 'Banco de pruebas', ruc: '20000000001', address: 'Lima' };
    await changeShop(byOperator, { version: 0, ...shop });
    const series = { seriesBoleta: 'B001', seriesFactura: 'F001' };
    const { till } = await createTill(byOperator, { code: 'BENCH', name: 'Caja', ...series });
    if (!till) throw new Error('The bench has no till');
    const opening = { idempotencyKey: randomUUID(), tillId: String(till.id), openingAmount: 0 };
    const deps = {
      ...byOperator,
      actor: { id: '1', roles: ['ADMIN'] },
      requireKeeper: () => undefined,
    };
    await openSession(deps, opening);
    return till.id;
  } finally {
    await database.close();
  }
}

/** The machine and the versions that the figures belong to. */
export async function describeMachine({ admin }: World): Promise<string> {
  const [row] = await admin.query('SELECT VERSION() AS version');
  const [cpu] = cpus();
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  return [
    `${cpus().length} × ${cpu?.model.trim()}, ${memoryGiB} GiB`,
    `Node ${process.version}`,
    `database ${row.version}, innodb_flush_log_at_trx_commit = 1`,
  ].join(' · ');
}
