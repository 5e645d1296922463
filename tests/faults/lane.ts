// A graph to break: every link of it goes through a proxy, and every failpoint of it can be armed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { FAILPOINTS, type Failpoint } from '../../common/subgraph/failpoint/failpoint.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';
import {
  type Graph,
  type GraphPlaces,
  startGraph,
} from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { type ServiceCopy, startCopy } from './service-copy.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** The links that can be broken. */
export interface Links {
  inventario: TcpProxy;
  ventasDatabase: TcpProxy;
  inventarioDatabase: TcpProxy;
}

export interface Lane {
  graph: Graph;
  shop: Shop;
  /** Straight to the databases, past the proxies. */
  databases: { inventario: Database; ventas: Database };
  links: Links;
  /** Every process, copies included. */
  members: readonly Member[];
  /** The next process that passes this point dies there. */
  arm(point: Failpoint): void;
  /**
   * Ends whatever an earlier case has left: armed points, broken links, paused or dead processes.
   */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** A process of the graph. */
export interface Member {
  name: string;
  isDead(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** Starts it if it is down, and waits until it is ready. */
  start(): Promise<void>;
}

export interface LaneOptions {
  /** Two processes of ventas and of inventario instead of one; requests go to them in turn. */
  copies?: boolean;
}

/** Starts a graph of its own, on databases of its own. Nothing in it restarts by itself. */
export async function startLane({ copies = false }: LaneOptions = {}): Promise<Lane> {
  const failpoints = mkdtempSync(join(tmpdir(), 'electroplus-failpoints-'));
  const doubles = copies ? { inventario: await freePort(), ventas: await freePort() } : null;
  const wired = Promise.withResolvers<Wiring>();
  const graph = await startGraph({
    environment: async (places) => {
      const wiring = await wire({ places, failpoints, doubles });
      wired.resolve(wiring);
      return wiring.environment;
    },
  });
  const { links, fronts, environment } = await wired.promise;
  const copied = doubles === null ? [] : await startCopies(graph, { doubles, environment });
  const members = [...graphMembers(graph), ...copied.map(({ member }) => member)];
  const databases = {
    inventario: openDatabase(graph.databaseUrls.inventario, 2),
    ventas: openDatabase(graph.databaseUrls.ventas, 2),
  };
  return {
    graph,
    shop: await openShop(graph),
    databases,
    links,
    members,
    arm: (point) => writeFileSync(join(failpoints, point), ''),
    async mend() {
      for (const point of FAILPOINTS) rmSync(join(failpoints, point), { force: true });
      for (const link of Object.values(links)) link.setFault(null);
      for (const member of members) member.signal('SIGCONT');
      await Promise.all(members.map((member) => member.start()));
    },
    async stop() {
      await Promise.all([databases.inventario.close(), databases.ventas.close()]);
      await Promise.all(copied.map(({ copy }) => copy.stop()));
      await graph.stop();
      await Promise.all([...Object.values(links), ...fronts].map((proxy) => proxy.close()));
      rmSync(failpoints, { recursive: true, force: true });
    },
  };
}

type Doubled = 'inventario' | 'ventas';
type Doubles = Readonly<Record<Doubled, number>>;
type Environment = Readonly<Record<Doubled | 'router', Readonly<Record<string, string>>>>;

interface Wiring {
  links: Links;
  /** The balancer that shares requests out between two copies. */
  fronts: readonly TcpProxy[];
  environment: Environment;
}

interface WiringPlan {
  places: GraphPlaces;
  failpoints: string;
  /** The ports of the second processes. */
  doubles: Doubles | null;
}

async function wire({ places, failpoints, doubles }: WiringPlan): Promise<Wiring> {
  const { urls, databaseUrls } = places;
  const portsOf = (name: Doubled) => [portOf(urls[name]), ...(doubles ? [doubles[name]] : [])];
  const links = {
    inventario: await startTcpProxy(portsOf('inventario')),
    ventasDatabase: await startTcpProxy([portOf(databaseUrls.ventas)]),
    inventarioDatabase: await startTcpProxy([portOf(databaseUrls.inventario)]),
  };
  const fronts = {
    inventario: await startTcpProxy(portsOf('inventario')),
    ventas: await startTcpProxy(portsOf('ventas')),
  };
  const FAILPOINT_DIRECTORY = failpoints;
  const environment = {
    router: {
      RATE_LIMIT: 'off',
      INVENTARIO_URL: through(fronts.inventario, urls.inventario),
      VENTAS_URL: through(fronts.ventas, urls.ventas),
    },
    inventario: {
      FAILPOINT_DIRECTORY,
      VENTAS_URL: through(fronts.ventas, urls.ventas),
      INVENTARIO_DATABASE_URL: through(links.inventarioDatabase, databaseUrls.inventario),
    },
    ventas: {
      FAILPOINT_DIRECTORY,
      INVENTARIO_URL: through(links.inventario, urls.inventario),
      VENTAS_DATABASE_URL: through(links.ventasDatabase, databaseUrls.ventas),
    },
  };
  return { links, fronts: Object.values(fronts), environment };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function startCopies(
  graph: Graph,
  { doubles, environment }: { doubles: Doubles; environment: Environment },
): Promise<{ copy: ServiceCopy; member: Member }[]> {
  const names = ['inventario', 'ventas'] as const;
  return Promise.all(
    names.map(async (name) => {
      const options = { graph, port: doubles[name], environment: environment[name] };
      const copy = await startCopy(options, name);
      const { signal, start } = copy;
      const isDead = () => copy.pid() === undefined;
      return { copy, member: { name: `${name} (2)`, isDead, signal, start } };
    }),
  );
}

function graphMembers(graph: Graph): Member[] {
  return (['inventario', 'ventas', 'router'] as const).map((name) => ({
    name,
    isDead: () => graph.pid(name) === undefined,
    signal(signal) {
      const pid = graph.pid(name);
      if (pid !== undefined) process.kill(pid, signal);
    },
    start: () => graph.start(name),
  }));
}

/** The same address, by way of the proxy. */
function through({ port }: TcpProxy, address: string): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}
