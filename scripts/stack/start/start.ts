// `npm start`: from a fresh clone to a running graph, and back to nothing running on Ctrl-C.
// `--logs` sends the services' log lines to this console instead of DATA_DIR/logs;
// `--only-database` runs the database alone, empty if it is new, for restore and other commands.

import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { portVariable, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { SERVICES, type ServiceName } from '../../../common/topology/services.ts';
import { DEMO_PASSWORD } from '../../../subgraphs/usuarios/accounts/demo-accounts.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import {
  describeError,
  OperatorError,
  runCommand,
} from '../../operate/environment/operator-error.ts';
import { loadSecrets, type Secrets } from '../../operate/environment/secrets.ts';
import { loadDotEnv, readSettings, type Settings } from '../../operate/environment/settings.ts';
import type { ChaosControl } from '../chaos/chaos-control.ts';
import { startChaos } from '../chaos/start-chaos.ts';
import { type ProvidedDatabases, provideDatabases } from '../database/provide-database.ts';
import { DEMO_ACCOUNTS } from '../demo-data/demo-accounts.ts';
import { takeInstanceLock } from '../machine/instance-lock.ts';
import { isPortFree, requireFreePorts } from '../machine/port-holder.ts';
import { forwardingVariables } from '../supervisor/believed-client.ts';
import { logEvent, reportEvent, say, seconds, step } from '../supervisor/console.ts';
import { graphServices } from '../supervisor/graph-services.ts';
import { keepLogFiles } from '../supervisor/log-files.ts';
import { type GraphAddresses, graphqlUrl, pageUrl } from '../supervisor/service-environment.ts';
import { createStopRequest, StopRequestedError } from '../supervisor/stop-request.ts';
import { createSupervisor, type Supervisor } from '../supervisor/supervisor.ts';
import { runPreparation } from './run-preparation.ts';

const READY_LIMIT_MS = 60_000;
// After a run that was killed, its services still drain for a moment.
const LEFTOVER_LIMIT_MS = 12_000;

const USAGE = 'npm start [-- --logs | --only-database]';
const OPTIONS = {
  logs: { type: 'boolean', default: false },
  'only-database': { type: 'boolean', default: false },
} as const;

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
  const { logs, 'only-database': onlyDatabase } = readArguments(USAGE, { options: OPTIONS }).values;
  loadDotEnv();
  const settings = readSettings(process.env);
  if (onlyDatabase && settings.databaseUrls !== null) {
    throw new OperatorError('The environment names databases, so there is none to run alone.');
  }
  const lock = takeInstanceLock(settings.dataDirectory);
  running.push({ name: 'lock', stop: async () => lock.release() });
  const secrets = loadSecrets(settings);
  await requireNeededPorts(settings, lock.tookOver, onlyDatabase ? [] : SERVICES);
  const { directory: logDirectory } = keepLogFiles(settings.dataDirectory, settings.logDays);
  say('Starting ElectroPlus Supergraph');

  const databases = await startDatabases(settings, secrets, logDirectory);
  stop.check();
  if (onlyDatabase) {
    say('The database runs alone; nothing sells. Ctrl-C stops it.');
    await Promise.race([stop.requested(), databases.failed]);
    return;
  }
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
    variables: {
      ...settings.variables,
      ...forwardingVariables(settings.variables, settings.host),
      ...(!settings.isProduction && { DEMO_ACCOUNTS: demoAccountsForPage() }),
    },
  };
  const chaos = await startChaos({ settings, databases, graph, supervisor: () => supervisor });
  const started = await startServices(graph, { logDirectory, isOnConsole: logs, chaos });
  sayReady(graph, {
    ...settings,
    database: databases.description,
    log: logs ? 'on this console' : `${relative('', logDirectory)}/`,
  });
  await Promise.race([stop.requested(), started.failed, databases.failed]);
}

async function requireNeededPorts(
  settings: Settings,
  tookOver: boolean,
  services: readonly { name: ServiceName }[],
): Promise<void> {
  const { host, ports, databaseUrls, databasePort } = settings;
  const needed = services.map(({ name }) => ({ variable: portVariable(name), port: ports[name] }));
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

interface ServiceOptions {
  logDirectory: string;
  isOnConsole: boolean;
  chaos: ChaosControl | null;
}

async function startServices(
  graph: GraphAddresses,
  { logDirectory, isOnConsole, chaos }: ServiceOptions,
): Promise<Supervisor> {
  const started = createSupervisor({
    services: graphServices(
      graph,
      isOnConsole ? null : logDirectory,
      // To web alone, and known to nobody but this start.
      chaos === null ? {} : { web: { CHAOS_PORT: String(chaos.port), CHAOS_TOKEN: chaos.token } },
    ),
    restarts: true,
    readyLimitMs: READY_LIMIT_MS,
    onEvent: (event) => reportEvent(event, logDirectory),
  });
  supervisor = started;
  running.push({ name: 'services', stop: () => started.stopAll() });
  if (chaos !== null) running.push({ name: 'chaos test', stop: chaos.stop });
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
  const url = `${pageUrl(graph, 'router')}/graphql`;
  const subgraphs = SUBGRAPH_NAMES.map((name) => `${name} ${graphqlUrl(graph, name)}`).join(', ');
  say(`Ready after ${seconds(performance.now() - startedAtMs)}. Ctrl-C stops everything.

  Open        ${pageUrl(graph, 'web')} (the till and the back office, in a browser)
${isProduction ? '' : `  Sign in as  ${demoSentence()}\n`}
  GraphQL     ${url}${isProduction ? '' : explorers(url)}
  Subgraphs   ${subgraphs} (signed requests only)
  Database    ${database}
  Logs        ${log}
`);
}

/** The pages that show the graph; in production there are none. */
function explorers(url: string): string {
  return ` (in a browser: Apollo Sandbox, which needs the internet)
  GraphiQL    ${url.replace(/graphql$/, 'graphiql')} (works without it)`;
}

/** The accounts, as the sign-in page reads them. */
function demoAccountsForPage(): string {
  const accounts = DEMO_ACCOUNTS.map(({ email, label }) => ({ email, label }));
  return JSON.stringify({ password: DEMO_PASSWORD, accounts });
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
