// `npm start`: from a fresh clone to a running graph, and back to nothing running on Ctrl-C.
// `--logs` sends the services' log lines to this console instead of DATA_DIR/logs.

import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { portVariable, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { SERVICES } from '../../../common/topology/services.ts';
import { DEMO_PASSWORD } from '../../../subgraphs/usuarios/accounts/demo-accounts.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { describeError, runCommand } from '../../operate/environment/operator-error.ts';
import { loadSecrets, type Secrets } from '../../operate/environment/secrets.ts';
import { loadDotEnv, readSettings, type Settings } from '../../operate/environment/settings.ts';
import { type ProvidedDatabases, provideDatabases } from '../database/provide-database.ts';
import { DEMO_ACCOUNTS } from '../demo-data/demo-accounts.ts';
import { takeInstanceLock } from '../machine/instance-lock.ts';
import { isPortFree, requireFreePorts } from '../machine/port-holder.ts';
import { logEvent, reportEvent, say, seconds, step } from '../supervisor/console.ts';
import { graphServices } from '../supervisor/graph-services.ts';
import { keepLogFiles } from '../supervisor/log-files.ts';
import { type GraphAddresses, graphqlUrl } from '../supervisor/service-environment.ts';
import { createStopRequest, StopRequestedError } from '../supervisor/stop-request.ts';
import { createSupervisor, type Supervisor } from '../supervisor/supervisor.ts';
import { runPreparation } from './run-preparation.ts';

const READY_LIMIT_MS = 60_000;
// After a run that was killed, its services still drain for a moment.
const LEFTOVER_LIMIT_MS = 12_000;

const OPTIONS = { logs: { type: 'boolean', default: false } } as const;

const startedAtMs = performance.now();
/** The parts that run by now, in start order; they end in reverse order. */
const running: { name: string; stop: () => Promise<void> }[] = [];
let supervisor: Supervisor | null = null;
const stop = createStopRequest(() => {
  say('Forced: the services are killed, the database ends by itself.');
  supervisor?.killAll();
  process.exit(1);
});
// The terminal may be gone while everything is being stopped.
process.stdout.on('error', () => undefined);

await runCommand(async () => {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof StopRequestedError)) throw error;
  } finally {
    await stopEverything();
  }
});
// The channel to the parent would keep this process alive.
if (process.connected) process.disconnect();

async function start(): Promise<void> {
  const { logs } = readArguments('npm start [-- --logs]', { options: OPTIONS }).values;
  loadDotEnv();
  const settings = readSettings(process.env);
  const lock = takeInstanceLock(settings.dataDirectory);
  running.push({ name: 'lock', stop: async () => lock.release() });
  const secrets = loadSecrets(settings);
  await requireServicePorts(settings, lock.tookOver);
  const { directory: logDirectory } = keepLogFiles(settings.dataDirectory, settings.logDays);
  say('Starting ElectroPlus Supergraph');

  const databases = await startDatabases(settings, secrets, logDirectory);
  stop.check();
  const isPrepared = await runPreparation({ ...settings, ...databases }, stop.requested());
  stop.check();
  if (!isPrepared) {
    process.exitCode = 1;
    return;
  }
  const graph: GraphAddresses = {
    host: settings.host,
    ports: settings.ports,
    databaseUrls: databases.urls,
    edgeSecrets: secrets.edges,
    variables: settings.variables,
  };
  const started = await startServices(graph, { logDirectory, isOnConsole: logs });
  sayReady(graph, {
    ...settings,
    database: databases.description,
    log: logs ? 'on this console' : `${relative('', logDirectory)}/`,
  });
  await Promise.race([stop.requested(), started.failed, databases.failed]);
}

async function requireServicePorts(settings: Settings, tookOver: boolean): Promise<void> {
  const { host, ports, databaseUrls, databasePort } = settings;
  const needed = SERVICES.map(({ name }) => ({ variable: portVariable(name), port: ports[name] }));
  const giveUpAtMs = Date.now() + (tookOver ? LEFTOVER_LIMIT_MS : 0);
  for (const { port } of needed) {
    while (Date.now() < giveUpAtMs && !(await isPortFree(port, host))) await delay(100);
  }
  // A database server that a killed run has left behind is ended later, by whoever starts ours.
  const isOurs = databaseUrls !== null || tookOver;
  const own = isOurs ? [] : [{ variable: 'DB_PORT', port: databasePort }];
  await requireFreePorts([...needed, ...own], host);
}

async function startDatabases(
  settings: Settings,
  secrets: Secrets,
  logDirectory: string,
): Promise<ProvidedDatabases> {
  const databases = await step(
    'database',
    () => provideDatabases(settings, secrets, (event) => reportDatabase(event, logDirectory)),
    ({ description }) => description,
  );
  running.push({ name: 'database', stop: databases.stop });
  return databases;
}

async function startServices(
  graph: GraphAddresses,
  { logDirectory, isOnConsole }: { logDirectory: string; isOnConsole: boolean },
): Promise<Supervisor> {
  const started = createSupervisor({
    services: graphServices(graph, isOnConsole ? null : logDirectory),
    restarts: true,
    readyLimitMs: READY_LIMIT_MS,
    onEvent: (event) => reportEvent(event, logDirectory),
  });
  supervisor = started;
  running.push({ name: 'services', stop: () => started.stopAll() });
  await step(
    'services',
    () => Promise.race([started.startAll(), stop.requested()]),
    () => SERVICES.map(({ name }) => name).join(', '),
  );
  stop.check();
  return started;
}

interface Readiness {
  isProduction: boolean;
  database: string;
  log: string;
}

function sayReady(graph: GraphAddresses, ready: Readiness): void {
  const { isProduction, database, log } = ready;
  // Pages of this name may use what browsers give to safe places only, such as the camera.
  const url = graphqlUrl(graph, 'router').replace('//127.0.0.1:', '//localhost:');
  const subgraphs = SUBGRAPH_NAMES.map((name) => `${name} ${graphqlUrl(graph, name)}`).join(', ');
  say(`Ready after ${seconds(performance.now() - startedAtMs)}. Ctrl-C stops everything.

  GraphQL     ${url}${isProduction ? '' : explorers(url)}
  Subgraphs   ${subgraphs} (signed requests only)
  Database    ${database}
  Logs        ${log}
${isProduction ? '' : `  Accounts    ${demoSentence()}\n`}`);
}

/** The pages that show the graph; in production there are none. */
function explorers(url: string): string {
  return ` (in a browser: Apollo Sandbox, which needs the internet)
  GraphiQL    ${url.replace(/graphql$/, 'graphiql')} (works without it)`;
}

function demoSentence(): string {
  const emails = DEMO_ACCOUNTS.map(({ email }) => email).join(', ');
  return `${emails}; password of each: ${DEMO_PASSWORD}`;
}

function reportDatabase(event: string, logDirectory: string): void {
  logEvent({ event }, join(logDirectory, 'supervisor.log'));
  say(event === 'database.exited' ? 'The database ended; starting it again' : 'Database is back');
}

/** Goes on when one part fails to stop, so that the others still do. */
async function stopEverything(): Promise<void> {
  if (stop.isRequested()) say('Stopping …');
  for (const { name, stop: stopPart } of running.reverse()) {
    try {
      await stopPart();
    } catch (error) {
      process.stderr.write(`Stopping the ${name} failed: ${describeError(error)}\n`);
      process.exitCode = 1;
    }
  }
  if (stop.isRequested()) say('Stopped: services, then database.');
}
