// The command `replay` as its tests run it: on a graph of its own, as a process that can be killed.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { ADMINISTRATOR } from '../../scripts/stack/throwaway/sign-in.ts';
import { startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface World {
  url: string;
  inventario: Database;
  ventas: Database;
}

/** Runs a test on a graph of its own, without any data. */
export async function withGraph(work: (world: World) => Promise<void>): Promise<void> {
  const graph = await startGraph();
  const inventario = openDatabase(graph.databaseUrls.inventario, 2);
  const ventas = openDatabase(graph.databaseUrls.ventas, 2);
  try {
    await work({ url: graph.urls.router, inventario, ventas });
  } finally {
    await Promise.all([inventario.close(), ventas.close()]);
    await graph.stop();
  }
}

/** Every message between the services arrives, all promises hold, and this is left to sell. */
export async function expectSettledWithStock(
  { inventario, ventas }: World,
  unitsBySku: Record<string, number>,
) {
  const isSettled = async () => (await ventas.query(claimed('SELECT 1 FROM Outbox'))).length === 0;
  await eventually('the outbox is empty', isSettled, 15_000);
  expect(await checkInvariants({ inventario, ventas, quiet: true })).toEqual([]);
  const left = await inventario.query(
    claimed<{ sku: string; available: number }>(
      'SELECT sku, available FROM Product WHERE available <> 0',
    ),
  );
  expect(Object.fromEntries(left.map(({ sku, available }) => [sku, available]))).toEqual(
    unitsBySku,
  );
}

/** The sessions of all tills, the oldest first. */
export function sessionsOf({ ventas }: World) {
  return ventas.query(
    claimed(
      `SELECT openingCentimos, expectedCentimos, countedCentimos
       FROM CashSession ORDER BY openedAt`,
    ),
  );
}

/** Runs the command to its end; its report by the labels of the rows. */
export async function replay(args: readonly string[]) {
  const run = startReplay(args);
  const code = await run.ended;
  const rows = run.output().matchAll(/^(\S.{13}) (.*)$/gm);
  const report = Object.fromEntries([...rows].map(([, name = '', text]) => [name.trim(), text]));
  return { code, output: run.output(), errors: run.errors(), report };
}

export function startReplay(args: readonly string[]) {
  const child = spawn(process.execPath, ['scripts/replay/replay.ts', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      REPLAY_EMAIL: ADMINISTRATOR.email,
      REPLAY_PASSWORD: ADMINISTRATOR.password,
    },
  });
  const chunks = { output: '', errors: '' };
  child.stdout.on('data', (chunk) => {
    chunks.output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    chunks.errors += String(chunk);
  });
  return {
    output: () => chunks.output,
    errors: () => chunks.errors,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended: new Promise<number | null>((done) => child.on('close', done)),
  };
}
