import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../scripts/operate/environment/settings.ts';
import { eventually } from '../scripts/stack/throwaway/eventually.ts';
import { freePort } from '../scripts/stack/throwaway/free-port.ts';
import type { World } from './world.ts';

/** A gateway under test, in a process of its own. */
export interface GatewayProcess {
  name: GatewayName;
  url: string;
  pid: number;
  stop(): Promise<void>;
}

export type GatewayName = keyof typeof GATEWAYS;

interface GatewayProgram {
  entry: string;
  environment?: Record<string, string>;
  /** Tells by its channel where it listens; the others are told a port and are asked when ready. */
  announcesItself?: boolean;
}

const GATEWAYS = {
  router: {
    entry: 'router/main.ts',
    environment: { RATE_LIMIT: 'off', TRUSTED_DOCUMENTS: 'off' },
  },
  stock: { entry: 'bench/gateways/stock.ts', announcesItself: true },
  hive: { entry: 'engines/hive/main.ts' },
  byHand: { entry: 'bench/gateways/by-hand.ts', announcesItself: true },
  onePerItem: {
    entry: 'bench/gateways/by-hand.ts',
    announcesItself: true,
    environment: { ONE_CALL_PER_ITEM: 'yes' },
  },
} as const satisfies Record<string, GatewayProgram>;

/** Starts every gateway over the subgraphs of one world. */
export function startGateways(world: World): Promise<GatewayProcess[]> {
  const names = Object.keys(GATEWAYS) as GatewayName[];
  return Promise.all(names.map((name) => startGateway(name, world)));
}

async function startGateway(name: GatewayName, { graph }: World): Promise<GatewayProcess> {
  const program: GatewayProgram = GATEWAYS[name];
  const port = await freePort();
  const child = fork(join(REPOSITORY_ROOT, program.entry), {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      APOLLO_TELEMETRY_DISABLED: 'true',
      HOST: '127.0.0.1',
      ROUTER_PORT: String(port),
      SUPERGRAPH_FILE: join(REPOSITORY_ROOT, 'schema/supergraph.graphql'),
      INVENTARIO_URL: graph.urls.inventario,
      VENTAS_URL: graph.urls.ventas,
      USUARIOS_URL: graph.urls.usuarios,
      ...graph.secrets,
      ...program.environment,
    },
    execArgv: [...process.execArgv, ...profileArguments(name)],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = program.announcesItself ? await announcedUrl(child) : await readyUrl(child, port);
  const stop = async () => {
    const exited = once(child, 'exit');
    if (child.kill()) await exited;
  };
  return { name, url, pid: child.pid ?? 0, stop };
}

/** With BENCH_CPU_PROFILE=DIRECTORY each gateway leaves a CPU profile there when it ends. */
function profileArguments(name: GatewayName): string[] {
  const directory = process.env['BENCH_CPU_PROFILE'];
  if (directory === undefined) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${directory}`, `--cpu-prof-name=${name}.cpuprofile`];
}

async function announcedUrl(child: ChildProcess): Promise<string> {
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return message.url;
}

async function readyUrl(child: ChildProcess, port: number): Promise<string> {
  const origin = `http://127.0.0.1:${port}`;
  await eventually(`${child.spawnfile} at ${origin} is ready`, async () => {
    return (await fetch(`${origin}/health/ready`)).ok;
  });
  return `${origin}/graphql`;
}
