// A second process of a service, beside the one that its graph has.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '../../common/topology/services.ts';
import { graphService } from '../../scripts/stack/supervisor/graph-services.ts';
import { createSupervisor } from '../../scripts/stack/supervisor/supervisor.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';

export interface ServiceCopy {
  /** Undefined while it is down. */
  pid(): number | undefined;
  signal(signal: NodeJS.Signals): void;
  /** Starts it again, if it is down. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface CopyOptions {
  graph: Graph;
  /** The port of the copy; a free one if left out. */
  port?: number;
  /** Variables that differ from the graph's own. */
  environment?: Readonly<Record<string, string>>;
}

/** Starts another process of a service on the same database, and waits until it is ready. */
export async function startCopy(
  { graph, port: givenPort, environment = {} }: CopyOptions,
  name: ServiceName,
): Promise<ServiceCopy> {
  const port = givenPort ?? (await freePort());
  const logDirectory = mkdtempSync(join(tmpdir(), 'electroplus-copy-'));
  const ports = Object.fromEntries(
    Object.entries(graph.urls).map(([owner, url]) => [owner, Number(new URL(url).port)]),
  ) as Record<ServiceName, number>;
  const addresses = {
    host: '127.0.0.1',
    ports: { ...ports, [name]: port },
    databaseUrls: graph.databaseUrls,
    edgeSecrets: graph.secrets,
    variables: { NODE_ENV: 'test' },
  };
  const service = graphService(name, addresses, logDirectory);
  const supervisor = createSupervisor({
    services: [{ ...service, environment: { ...service.environment, ...environment } }],
    restarts: false,
    readyLimitMs: 30_000,
    onEvent: () => undefined,
  });
  await supervisor.startAll();
  return {
    pid: () => supervisor.processOf(name)?.pid,
    signal: (signal) => supervisor.processOf(name)?.kill(signal),
    start: () => supervisor.start(name),
    async stop() {
      await supervisor.stopAll();
      rmSync(logDirectory, { recursive: true, force: true });
    },
  };
}
