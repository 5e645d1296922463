// Goal: without each of its conditions a start opens no control of the chaos test.
import { afterEach, expect, test } from '@jest/globals';
import { SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { SERVICES, type ServiceName } from '../../../common/topology/services.ts';
import { readSettings } from '../../operate/environment/settings.ts';
import type { ProvidedDatabases } from '../database/provide-database.ts';
import type { ChaosControl } from './chaos-control.ts';
import { startChaos } from './start-chaos.ts';

let control: ChaosControl | null = null;
afterEach(async () => {
  await control?.stop();
  control = null;
});

async function startWith(environment: string, serverPid: number | null): Promise<void> {
  const urls = Object.fromEntries(
    SUBGRAPH_NAMES.map((name) => [name, `mysql://${name}`]),
  ) as ProvidedDatabases['urls'];
  const databases: ProvidedDatabases = {
    ...{ description: '', urls, migrationUrls: urls },
    serverPid: () => serverPid,
    failed: new Promise(() => undefined),
    stop: async () => undefined,
  };
  const ports = Object.fromEntries(SERVICES.map(({ name, defaultPort }) => [name, defaultPort]));
  control = await startChaos({
    settings: readSettings({ NODE_ENV: environment }),
    databases,
    graph: {
      ...{ host: '127.0.0.1', databaseUrls: urls, edgeSecrets: {}, variables: {} },
      ports: ports as Record<ServiceName, number>,
    },
    supervisor: () => null,
  });
}

test('outside of production, on a server that is a child of this process, there is one', async () => {
  await startWith('development', 4_711);
  expect(control?.port).toBeGreaterThan(0);
});

test.each([
  ['production', 4_711],
  ['development', null],
  ['production', null],
])('in %s with the server %p there is none', async (environment, serverPid) => {
  await startWith(environment, serverPid);
  expect(control).toBeNull();
});
