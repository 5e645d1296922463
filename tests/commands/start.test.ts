// Long because one installation is started, hurt and stopped in every way in one place.
// Goal: `npm start` leads from nothing to a ready graph and back to nothing, whatever happens to
// it, and says in one sentence what a person must put right. Method: the real program and real
// processes.
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { databaseUrlVariable, SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import { SERVICES } from '../../common/topology/services.ts';
import { readPidFile } from '../../scripts/stack/machine/processes.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { createEmptyDatabase } from '../../scripts/stack/throwaway/throwaway-database.ts';
import {
  type Installation,
  newInstallation,
  type StartedProgram,
  startProgram,
} from '../support/started-program.ts';

const START_LIMIT_MS = 60_000;

let installation: Installation;
let programs: StartedProgram[];

beforeEach(async () => {
  installation = await newInstallation();
  programs = [];
});

afterEach(async () => {
  for (const program of programs) {
    if (!program.hasEnded()) program.kill('SIGTERM');
    await program.exited;
  }
  await eventually('nothing is left running', () => runningProcesses().length === 0);
  installation.remove();
});

test('a fresh installation becomes ready and Ctrl-C ends all of it, the database last and cleanly', async () => {
  const program = await startUntilReady();
  expect(runningProcesses().length).toBeGreaterThanOrEqual(5);
  const [, page = ''] = /^ {2}\w+ +(http\S+)/m.exec(program.stdout) ?? [];
  expect(page).toBe(`http://localhost:${installation.variables['WEB_PORT']}`);
  expect(await (await fetch(page)).text()).toContain('<div id="root">');

  program.pressCtrlC();

  expect(await program.exited).toBe(0);
  expect(runningProcesses()).toEqual([]);
  expect(program.stderr).toBe('');
  const stopped = supervisorEvents().filter(({ event }) => event === 'service.stopped');
  const started = SERVICES.map(({ name }) => name);
  expect(stopped.map(({ service }) => service)).toEqual(started.reverse());
  expect(readLog('database')).toMatch(/Shutdown complete\s*$/);
}, 90_000);

test('SIGTERM to npm alone ends everything too', async () => {
  const program = await startUntilReady();

  program.kill('SIGTERM');
  await program.exited;

  await eventually('nothing is left running', () => runningProcesses().length === 0);
}, 90_000);

test('a second start from the same place is refused in one sentence and harms nothing', async () => {
  const first = await startUntilReady();
  const second = start();

  expect(await second.exited).toBe(1);
  expect(second.stderr).toMatch(/^This graph is already running from here \(process \d+\).*\n$/);
  expect(first.hasEnded()).toBe(false);
  expect((await fetch(readinessUrl())).status).toBe(200);
}, 90_000);

test('a killed service and a killed database are started again', async () => {
  await startUntilReady();
  const [pid] = runningProcesses().filter(({ command }) => command.includes('subgraphs/ventas'));
  const databasePid = readPidFile(join(installation.dataDirectory, 'mysql.pid')) ?? 0;

  process.kill(pid?.pid ?? 0, 'SIGKILL');
  process.kill(databasePid, 'SIGKILL');

  await eventually('ventas is started again', () =>
    supervisorEvents().some(
      ({ event, service }) => event === 'service.restarted' && service === 'ventas',
    ),
  );
  await eventually(
    'the database is back',
    () => supervisorEvents().some(({ event }) => event === 'database.restarted'),
    START_LIMIT_MS,
  );
  await eventually('the graph is ready again', async () => (await fetch(readinessUrl())).ok);
}, 90_000);

test('after a supervisor that was killed nothing lingers, and the next start just works', async () => {
  await startUntilReady();
  const secrets = readFileSync(join(installation.dataDirectory, 'secrets.json'), 'utf8');
  const [supervisor] = runningProcesses().filter(
    ({ command }) =>
      command.includes('scripts/stack/start/start.ts') && !command.includes('setup.mjs'),
  );

  process.kill(supervisor?.pid ?? 0, 'SIGKILL');
  await startUntilReady();

  expect(readFileSync(join(installation.dataDirectory, 'secrets.json'), 'utf8')).toBe(secrets);
}, 90_000);

test('a data directory whose making was interrupted is made again', async () => {
  mkdirSync(join(installation.dataDirectory, 'mysql.unfinished', 'mysql'), { recursive: true });
  writeFileSync(join(installation.dataDirectory, 'mysql.unfinished', 'ibdata1'), 'torn');

  await startUntilReady();

  expect(existsSync(join(installation.dataDirectory, 'mysql.unfinished'))).toBe(false);
}, 90_000);

test('databases given by URL are used and no server is started', async () => {
  const databases = await Promise.all(SUBGRAPH_NAMES.map(() => createEmptyDatabase('given')));
  try {
    const urls = SUBGRAPH_NAMES.map((name, index) => [
      databaseUrlVariable(name),
      databases[index]?.url ?? '',
    ]);
    const program = await startUntilReady(Object.fromEntries(urls));

    expect(existsSync(join(installation.dataDirectory, 'mysql'))).toBe(false);
    program.kill('SIGTERM');
    await program.exited;
  } finally {
    await Promise.all(databases.map((database) => database.drop()));
  }
}, 90_000);

test.each(['ROUTER_PORT', 'VENTAS_PORT', 'DB_PORT'])(
  '%s in use is one sentence with the port and the variable, and nothing is left running',
  async (variable) => {
    const port = Number(installation.variables[variable]);
    const holder = createServer().listen(port, '127.0.0.1');
    await once(holder, 'listening');
    try {
      const program = start();

      expect(await program.exited).toBe(1);
      expect(program.stderr).toMatch(
        new RegExp(`^Port ${port} is in use.*set ${variable} to another port\\.\\n$`),
      );
    } finally {
      holder.close();
    }
  },
  60_000,
);

test('wrong database URLs, passwords and names are one sentence each', async () => {
  const database = await createEmptyDatabase('sentences');
  const good = database.url;
  const allGood = Object.fromEntries(
    SUBGRAPH_NAMES.map((name) => [databaseUrlVariable(name), good]),
  );
  const wrongPassword = good.replace(/:[^:@]+@/, ':wrong@');
  const wrongName = good.replace(/\/\w+\?/, '/missing?');
  const cases: readonly [string, RegExp][] = [
    ['mysql:/nonsense', /^Configuration error: INVENTARIO_DATABASE_URL must look like .*\n$/],
    [wrongPassword, /^The database at \S+ refuses the user .*\n$/],
    [wrongName, /^The database "missing" does not exist at .*\n$/],
    ['mysql://u:p@127.0.0.1:1/d', /^No database answers at 127\.0\.0\.1:1 .*\n$/],
  ];
  try {
    for (const [url, sentence] of cases) {
      const program = start({ ...allGood, INVENTARIO_DATABASE_URL: url });

      expect(await program.exited).toBe(1);
      expect(program.stderr).toMatch(sentence);
    }
    const alone = start({ VENTAS_DATABASE_URL: good });

    expect(await alone.exited).toBe(1);
    expect(alone.stderr).toMatch(/^[^\n]*\bINVENTARIO_DATABASE_URL\b.* not set although .*\n$/);
  } finally {
    await database.drop();
  }
}, 60_000);

test('production without secrets lists them in one sentence', async () => {
  const program = start({ NODE_ENV: 'production' });

  expect(await program.exited).toBe(1);
  expect(program.stderr).toMatch(
    /^Production needs secrets of at least 32 characters: set SECRET_.*\n$/,
  );
}, 60_000);

function start(variables: Readonly<Record<string, string>> = {}): StartedProgram {
  const program = startProgram({ ...installation.variables, ...variables });
  programs.push(program);
  return program;
}

async function startUntilReady(
  variables: Readonly<Record<string, string>> = {},
): Promise<StartedProgram> {
  const program = start(variables);
  const isDecided = () => program.stdout.includes('Ready after') || program.hasEnded();
  await eventually('npm start says that it is ready', isDecided, START_LIMIT_MS);
  if (program.hasEnded()) throw new Error(`npm start ended:\n${program.stdout}${program.stderr}`);
  expect((await fetch(readinessUrl())).status).toBe(200);
  return program;
}

function readinessUrl(): string {
  return `http://127.0.0.1:${installation.variables['ROUTER_PORT']}/health/ready`;
}

/**
 * Every process of this installation: its data directory, or one of its ports, is in what it was
 * given.
 */
function runningProcesses(): { pid: number; command: string }[] {
  const marks = [installation.dataDirectory, ...portMarks()];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({
      pid: Number(name),
      command: readProcess(name, 'cmdline'),
      environment: readProcess(name, 'environ'),
    }))
    .filter(({ command, environment }) =>
      marks.some((mark) => `${command}\0${environment}`.includes(mark)),
    );
}

function portMarks(): string[] {
  return Object.entries(installation.variables)
    .filter(([name]) => name.endsWith('_PORT'))
    .map(([name, port]) => `${name}=${port}\0`);
}

function readProcess(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8');
  } catch {
    return '';
  }
}

function supervisorEvents(): { event: string; service: string }[] {
  const lines = readLog('supervisor').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as { event: string; service: string });
}

function readLog(name: string): string {
  return readFileSync(join(installation.dataDirectory, 'logs', `${name}.log`), 'utf8');
}
