// The real processes of the graph, on databases, ports and secrets of their own.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allSecretVariables, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import {
  SERVICES,
  type ServiceName,
  type SubgraphName,
} from '../../../common/topology/services.ts';
import { newSecret } from '../../operate/environment/secrets.ts';
import { forwardingVariables } from '../supervisor/believed-client.ts';
import { graphService } from '../supervisor/graph-services.ts';
import { type GraphAddresses, graphqlUrl } from '../supervisor/service-environment.ts';
import { createSupervisor, type Supervisor } from '../supervisor/supervisor.ts';
import { freePort } from './free-port.ts';
import { addAdministrator, signInAsAdministrator } from './sign-in.ts';
import { createMigratedDatabase } from './throwaway-database.ts';

export interface GraphOptions {
  /**
   * The processes to start; all but clients if left out. The others have addresses nobody answers.
   */
  services?: readonly ServiceName[];
  /** The databases of an older version, which are migrated first: see `createMigratedDatabase`. */
  dumps?: Readonly<Record<SubgraphName, string>>;
  /** Databases that are there, with their administrator; they stay when the graph is stopped. */
  databaseUrls?: Readonly<Record<SubgraphName, string>>;
  /** Additional or other variables of single services; they may depend on where things are. */
  environment?: ExtraVariables | ((places: GraphPlaces) => Promise<ExtraVariables>);
  /** Start again what dies, as `npm start` does. */
  supervised?: boolean;
}

type ExtraVariables = Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;

/** The addresses of the parts of a graph, and the secrets by which they know each other. */
export type GraphPlaces = Pick<Graph, 'urls' | 'secrets' | 'databaseUrls'>;

/** One line of a service's log. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface Graph {
  /** The GraphQL endpoint of each service. */
  urls: Readonly<Record<ServiceName, string>>;
  /** Secrets of the edges, by variable name (`SECRET_ROUTER_VENTAS`). */
  secrets: Readonly<Record<string, string>>;
  databaseUrls: Readonly<Record<SubgraphName, string>>;
  /** The lines that a service has logged so far, oldest first. */
  logs(service: ServiceName): LogLine[];
  /** Process number, or undefined while the service is down. */
  pid(service: ServiceName): number | undefined;
  /** Sends a signal (SIGKILL if left out); resolves when that process is gone. */
  kill(service: ServiceName, signal?: NodeJS.Signals): Promise<void>;
  /** Starts a service that is down and waits until it is ready. */
  start(service: ServiceName): Promise<void>;
  /** Waits until a supervised service is ready again. */
  ready(service: ServiceName): Promise<void>;
  /** Stops a service gracefully; it stays down. */
  stopService(service: ServiceName): Promise<void>;
  restart(service: ServiceName): Promise<void>;
  /** Freezes a service: it keeps its connections and answers nothing. */
  pause(service: ServiceName): void;
  resume(service: ServiceName): void;
  /** Ends everything and removes its databases. */
  stop(): Promise<void>;
}

const SERVER_NAMES = SERVICES.flatMap(({ kind, name }) => (kind === 'CLIENT' ? [] : [name]));

/** Starts the processes and waits until every one of them is ready. */
export async function startGraph(options: GraphOptions = {}): Promise<Graph> {
  const names = withUsuarios(options.services ?? SERVER_NAMES);
  const { databaseUrls, drop } = await databasesFor(options);
  const addresses = await newAddresses(databaseUrls);
  const given = options.environment;
  const variables = typeof given === 'function' ? await given(describe(addresses)) : given;
  const logDirectory = mkdtempSync(join(tmpdir(), 'electroplus-graph-'));
  const supervisor = createSupervisor({
    services: names.map((name) => {
      const service = graphService(name, addresses, logDirectory);
      const environment = { ...service.environment, ...variables?.[name] };
      return { ...service, environment };
    }),
    restarts: options.supervised ?? false,
    readyLimitMs: 30_000,
    onEvent: () => undefined,
  });
  const stop = async () => {
    // A frozen process would not hear that it should end.
    for (const name of names) supervisor.processOf(name)?.kill('SIGCONT');
    await supervisor.stopAll();
    await drop();
    rmSync(logDirectory, { recursive: true, force: true });
  };
  try {
    await supervisor.startAll();
  } catch (error) {
    const logs = names.map((name) => readLog(logDirectory, name)).join('');
    await stop();
    throw new Error(`the graph does not start; its log:\n${logs}`, { cause: error });
  }
  if (names.includes('router')) signInAsAdministrator(describe(addresses).urls.router);
  return { ...describe(addresses), ...controls(supervisor, logDirectory), stop };
}

async function databasesFor({ databaseUrls, dumps }: GraphOptions) {
  if (databaseUrls !== undefined) return { databaseUrls, drop: () => Promise.resolve() };
  const made = await Promise.all(
    SUBGRAPH_NAMES.map(async (name) => {
      return { name, database: await createMigratedDatabase(name, dumps?.[name]) };
    }),
  );
  const urls = Object.fromEntries(made.map(({ name, database }) => [name, database.url]));
  await addAdministrator(urls['usuarios'] ?? '');
  return {
    databaseUrls: urls,
    drop: () => Promise.all(made.map(({ database }) => database.drop())),
  };
}

/** The router is of no use to anybody who cannot sign in. */
function withUsuarios(names: readonly ServiceName[]): ServiceName[] {
  return names.includes('router') ? [...new Set<ServiceName>(['usuarios', ...names])] : [...names];
}

async function newAddresses(databaseUrls: Record<string, string>): Promise<GraphAddresses> {
  const ports: Partial<Record<ServiceName, number>> = {};
  for (const { name } of SERVICES) ports[name] = await freePort();
  const host = '127.0.0.1';
  return {
    host,
    ports: ports as Record<ServiceName, number>,
    databaseUrls,
    edgeSecrets: Object.fromEntries(allSecretVariables().map((name) => [name, newSecret()])),
    variables: { NODE_ENV: 'test', ...forwardingVariables({}, host) },
  };
}

function describe(addresses: GraphAddresses): GraphPlaces {
  const urls = SERVICES.map(({ name }) => [name, graphqlUrl(addresses, name)]);
  return {
    urls: Object.fromEntries(urls) as Record<ServiceName, string>,
    secrets: addresses.edgeSecrets,
    databaseUrls: addresses.databaseUrls as Record<SubgraphName, string>,
  };
}

function controls(
  supervisor: Supervisor,
  logDirectory: string,
): Omit<Graph, 'urls' | 'secrets' | 'databaseUrls' | 'stop'> {
  return {
    logs: (service) =>
      readLog(logDirectory, service)
        .split('\n')
        .filter((line) => line.startsWith('{') && line.endsWith('}'))
        .map((line) => JSON.parse(line) as LogLine),
    pid: (service) => supervisor.processOf(service)?.pid,
    async kill(service, signal = 'SIGKILL') {
      const process = supervisor.processOf(service);
      process?.kill(signal);
      await process?.exited;
    },
    start: (service) => supervisor.start(service),
    ready: (service) => supervisor.waitUntilReady(service),
    stopService: (service) => supervisor.stop(service),
    async restart(service) {
      await supervisor.stop(service);
      await supervisor.start(service);
    },
    pause: (service) => supervisor.processOf(service)?.kill('SIGSTOP'),
    resume: (service) => supervisor.processOf(service)?.kill('SIGCONT'),
  };
}

function readLog(logDirectory: string, service: string): string {
  const file = join(logDirectory, `${service}.log`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
