// The databases of a started graph: to look at, to wait for, to check.
import { expect } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';

export interface GraphDatabases {
  inventario: Database;
  ventas: Database;
  close(): Promise<void>;
}

/** Opens the databases of a graph's subgraphs, each with its subgraph's own user. */
export function openGraphDatabases({ databaseUrls }: Pick<Graph, 'databaseUrls'>): GraphDatabases {
  const inventario = openDatabase(databaseUrls.inventario, 2);
  const ventas = openDatabase(databaseUrls.ventas, 2);
  return {
    inventario,
    ventas,
    async close() {
      await Promise.all([inventario.close(), ventas.close()]);
    },
  };
}

const UNSETTLED_AT_VENTAS = `
  SELECT (SELECT COUNT(*) FROM SaleAttempt WHERE decision = 'OPEN')
       + (SELECT COUNT(*) FROM Outbox)
       + (SELECT COUNT(*) FROM FactOutbox) AS unsettled`;
const UNSETTLED_AT_INVENTARIO = `
  SELECT COUNT(*) AS unsettled FROM Reservation WHERE status = 'HELD'`;

/** Whether no attempt is open, no stock is held and no message is on its way. */
async function isSettled({ inventario, ventas }: GraphDatabases): Promise<boolean> {
  const counts = await Promise.all([
    ventas.query(claimed<{ unsettled: number }>(UNSETTLED_AT_VENTAS)),
    inventario.query(claimed<{ unsettled: number }>(UNSETTLED_AT_INVENTARIO)),
  ]);
  return counts.flat().every(({ unsettled }) => unsettled === 0);
}

/** Waits until everything is settled, then expects that every promise of the protocol holds. */
export async function expectSettledAndSound(
  databases: GraphDatabases,
  limitMs = 15_000,
): Promise<void> {
  const settled = async () => {
    if (await isSettled(databases)) return true;
    throw new Error(`left: ${await describeUnsettled(databases)}`);
  };
  await eventually('everything is settled', settled, limitMs);
  expect(await checkInvariants({ ...databases, quiet: true })).toEqual([]);
}

/**
 * The counts of what is open, held or on its way, for the message of a test that waited in vain.
 */
async function describeUnsettled({ inventario, ventas }: GraphDatabases): Promise<string> {
  const rows = await Promise.all([
    ventas.query(claimed("SELECT * FROM SaleAttempt WHERE decision = 'OPEN' LIMIT 5")),
    ventas.query(claimed('SELECT *, NOW(3) AS now FROM Outbox LIMIT 5')),
    ventas.query(claimed('SELECT *, NOW(3) AS now FROM FactOutbox LIMIT 5')),
    inventario.query(claimed("SELECT * FROM Reservation WHERE status = 'HELD' LIMIT 5")),
  ]);
  return JSON.stringify(rows);
}

/** @returns the number of rows of a table that fulfil a condition */
export async function countRows(
  database: Database,
  table: string,
  condition = 'TRUE',
): Promise<number> {
  const [row] = await database.query(
    claimed<{ rows: number }>(`SELECT COUNT(*) AS \`rows\` FROM ${table} WHERE ${condition}`),
  );
  return row?.rows ?? 0;
}
