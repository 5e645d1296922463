// `npm run start:hive`: the same graph behind Hive Gateway instead of the router. It needs the
// subgraphs of a running `npm start`, whose ports and secrets it finds by itself; while the router
// has its port, give this one another: ROUTER_PORT=4010 npm run start:hive
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { portVariable, SUBGRAPH_NAMES, serviceNamed } from '../../../common/topology/derived.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { OperatorError, runCommand } from '../../operate/environment/operator-error.ts';
import { loadSecrets } from '../../operate/environment/secrets.ts';
import {
  loadDotEnv,
  REPOSITORY_ROOT,
  readSettings,
  type Settings,
} from '../../operate/environment/settings.ts';
import { requireFreePorts } from '../machine/port-holder.ts';
import { say } from '../supervisor/console.ts';
import { graphqlUrl, readinessUrl, serviceEnvironment } from '../supervisor/service-environment.ts';

const ENTRY = 'engines/hive/main.ts';
/** A package that only `npm install` with development packages brings. */
const ENGINE = 'node_modules/@graphql-hive/gateway-runtime';

await runCommand(async () => {
  readArguments('npm run start:hive');
  if (!existsSync(join(REPOSITORY_ROOT, ENGINE))) {
    throw new OperatorError('Hive Gateway is not installed: run npm install without --omit=dev.');
  }
  loadDotEnv();
  const settings = readSettings(process.env);
  const port = settings.ports.router;
  await requireFreePorts([{ variable: portVariable('router'), port }], settings.host);
  for (const name of SUBGRAPH_NAMES) await requireSubgraph(settings, name);

  const graph = {
    host: settings.host,
    ports: settings.ports,
    databaseUrls: {},
    edgeSecrets: loadSecrets(settings).edges,
    variables: settings.variables,
  };
  const { PATH } = process.env;
  const gateway = spawn(process.execPath, [join(REPOSITORY_ROOT, ENTRY)], {
    env: { ...(PATH && { PATH }), ...serviceEnvironment(serviceNamed('router'), graph) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  say(`Hive Gateway at ${graphqlUrl(graph, 'router')}. Ctrl-C stops it.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => gateway.kill());
  process.exitCode = await new Promise<number>((resolve) => {
    gateway.once('exit', (code) => resolve(code ?? 1));
  });
});
if (process.connected) process.disconnect();

async function requireSubgraph(settings: Settings, name: (typeof SUBGRAPH_NAMES)[number]) {
  const url = readinessUrl(settings, name);
  const isReady = await fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isReady) throw new OperatorError(`${name} is not ready at ${url}: run npm start first.`);
}
