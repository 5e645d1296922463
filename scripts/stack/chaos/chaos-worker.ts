// Sells and reads for the chaos test, in a process of its own: neither the work nor the libraries
// for it may hold the supervisor up. It ends with its parent.
import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { numeric, selectFields } from '../../../common/subgraph/database/table.ts';
import { SALE } from '../../../subgraphs/ventas/tables.ts';
import { executeAs } from '../../replay/graph-client.ts';
import { createChaosLoads } from './chaos-loads.ts';
import type { WorkerOrder, WorkerReport } from './chaos-status.ts';
import { watchInvariants } from './invariant-watch.ts';

const REPORT_MS = 500;
/** Apart from what the services use: one for the checks, one for the count of sales. */
const CONNECTIONS = 2;

process.on('disconnect', () => process.exit(0));
process.once('message', (order: WorkerOrder) => {
  if (order.kind === 'OPEN') work(order);
});

function work({ routerUrl, databaseUrls }: Extract<WorkerOrder, { kind: 'OPEN' }>): void {
  let bearer: string | null = null;
  const databases = {
    inventario: openDatabase(databaseUrls.inventario, CONNECTIONS),
    ventas: openDatabase(databaseUrls.ventas, CONNECTIONS),
  };
  const loads = createChaosLoads({
    execute: executeAs(routerUrl, async () => bearer),
    countSales: (sellerId) => countSales(databases.ventas, sellerId),
    tell: (event) => report({ kind: 'EVENT', event }),
  });
  const invariants = watchInvariants({ databases, afterPass: loads.account });
  setInterval(() => {
    report({ kind: 'STATUS', status: { ...loads.read(), invariants: invariants.read() } });
  }, REPORT_MS);
  process.on('message', (order: WorkerOrder) => {
    if (order.kind === 'BEARER') bearer = order.token;
    if (order.kind === 'LOAD') void loads.run(order);
    if (order.kind === 'END_LOAD') loads.end();
  });
}

function report(message: WorkerReport): void {
  if (process.connected) process.send?.(message);
}

async function countSales(ventas: Database, sellerId: string): Promise<number> {
  const count = selectFields(
    { sales: numeric('COUNT(*)') },
    `FROM ${SALE.name} WHERE sellerId = ?`,
    [Number(sellerId)],
  );
  const [row] = await ventas.query(count);
  return row?.sales ?? 0;
}
