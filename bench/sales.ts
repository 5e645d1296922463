import { type Run, runClients } from './measure.ts';
import { rawClient } from './raw-sale.ts';
import { hotLine, routerClient, spreadLines, ventasClient } from './sale-clients.ts';
import type { World } from './world.ts';

/** The runs of one round, by name. */
export type Round = Record<RunName, Run>;
export type RunName = 'raw' | 'ventas' | 'router' | 'hot' | 'rawAlone' | 'ventasAlone';

const CLIENTS = 64;

/**
 * Measures every door once, one after the other, so that noise of the machine meets all of them.
 */
export async function measureRound(world: World, durationMs: number): Promise<Round> {
  const spread = spreadLines(world);
  const ventas = ventasClient(world, spread);
  const hot = ventasClient(world, hotLine(world));
  const router = routerClient(world, spread);
  const raw = rawClient(world, spread);
  const processes = processesOf(world);
  const run = (operation: () => Promise<void>, clients: number) =>
    runClients(operation, { clients, durationMs, processes });
  try {
    return {
      raw: await run(raw, CLIENTS),
      ventas: await run(ventas.sell, CLIENTS),
      router: await run(router.sell, CLIENTS),
      hot: await run(hot.sell, CLIENTS),
      rawAlone: await run(raw, 1),
      ventasAlone: await run(ventas.sell, 1),
    };
  } finally {
    await Promise.all([ventas.close(), hot.close(), router.close()]);
  }
}

/** The processes whose CPU a sale costs; `bench` is the clients. */
export function processesOf({ graph, serverPid }: World): Record<string, number> {
  const pid = (name: 'inventario' | 'ventas' | 'router') => {
    const number = graph.pid(name);
    if (number === undefined) throw new Error(`${name} is down`);
    return number;
  };
  return {
    router: pid('router'),
    ventas: pid('ventas'),
    inventario: pid('inventario'),
    database: serverPid,
    bench: process.pid,
  };
}
