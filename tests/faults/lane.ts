// A graph to break: every link of it goes through a proxy, and every failpoint of it can be armed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../common/database/database.ts';
import { FAILPOINTS, type Failpoint } from '../../common/failpoint/failpoint.ts';
import { type Graph, type GraphPlaces, startGraph } from '../support/graph.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** The links that can be broken. */
export interface Links {
  readonly inventario: TcpProxy;
  readonly ventasDatabase: TcpProxy;
  readonly inventarioDatabase: TcpProxy;
}

export interface Lane {
  readonly graph: Graph;
  readonly shop: Shop;
  /** Straight to the databases, past the proxies. */
  readonly databases: { readonly inventario: Database; readonly ventas: Database };
  readonly links: Links;
  /** The next process that passes this point dies there. */
  arm(point: Failpoint): void;
  /**
   * Ends whatever an earlier case has left: armed points, broken links, paused or dead processes.
   */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a graph of its own, on databases of its own. Nothing in it restarts by itself. */
export async function startLane(): Promise<Lane> {
  const failpoints = mkdtempSync(join(tmpdir(), 'electroplus-failpoints-'));
  let links: Links | null = null;
  const graph = await startGraph({
    environment: async (places) => {
      links = await startLinks(places);
      return environmentThrough(links, places, failpoints);
    },
  });
  if (links === null) throw new Error('the graph was started without its links');
  const opened: Links = links;
  const databases = {
    inventario: openDatabase(graph.databaseUrls.inventario, 2),
    ventas: openDatabase(graph.databaseUrls.ventas, 2),
  };
  const disarm = () => {
    for (const point of FAILPOINTS) rmSync(join(failpoints, point), { force: true });
  };
  return {
    graph,
    shop: await openShop(graph),
    databases,
    links: opened,
    arm: (point) => writeFileSync(join(failpoints, point), ''),
    async mend() {
      disarm();
      for (const link of Object.values(opened)) link.setFault(null);
      for (const service of ['inventario', 'ventas', 'router'] as const) {
        graph.resume(service);
        await graph.start(service);
      }
    },
    async stop() {
      await Promise.all([databases.inventario.close(), databases.ventas.close()]);
      await graph.stop();
      await Promise.all(Object.values(opened).map((link) => link.close()));
      rmSync(failpoints, { recursive: true, force: true });
    },
  };
}

async function startLinks({ urls, databaseUrls }: GraphPlaces): Promise<Links> {
  const to = (url: string) => startTcpProxy([Number(new URL(url).port)]);
  return {
    inventario: await to(urls.inventario),
    ventasDatabase: await to(databaseUrls.ventas),
    inventarioDatabase: await to(databaseUrls.inventario),
  };
}

function environmentThrough(links: Links, { urls, databaseUrls }: GraphPlaces, failpoints: string) {
  const FAILPOINT_DIRECTORY = failpoints;
  return {
    inventario: {
      FAILPOINT_DIRECTORY,
      INVENTARIO_DATABASE_URL: through(links.inventarioDatabase, databaseUrls.inventario),
    },
    ventas: {
      FAILPOINT_DIRECTORY,
      INVENTARIO_URL: through(links.inventario, urls.inventario),
      VENTAS_DATABASE_URL: through(links.ventasDatabase, databaseUrls.ventas),
    },
  };
}

/** The same address, by way of the proxy. */
export function through({ port }: TcpProxy, address: string): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}
