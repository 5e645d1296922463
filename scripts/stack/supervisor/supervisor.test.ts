// Goal: what dies comes back, what is misconfigured does not, and nothing outlives its supervisor.
// Method: tiny real processes, written to a temporary directory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { isAlive } from '../machine/processes.ts';
import { eventually } from '../throwaway/eventually.ts';
import { freePort } from '../throwaway/free-port.ts';
import {
  createSupervisor,
  type SupervisedService,
  type Supervisor,
  type SupervisorEvent,
} from './supervisor.ts';

const HEALTHY_PROGRAM = `
import { createServer } from 'node:http';
import { appendFileSync } from 'node:fs';
const server = createServer((_, response) => response.end());
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('{"event":"up"}'));
const end = () => {
  appendFileSync(process.env.JOURNAL, process.env.NAME + ' ended\\n');
  process.exit(0);
};
process.on('SIGTERM', end);
process.on('disconnect', end);
`;

let directory: string;
let events: SupervisorEvent[];
let supervisor: Supervisor;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'supervisor-'));
  events = [];
});

afterEach(async () => {
  await supervisor.stopAll();
  rmSync(directory, { recursive: true });
});

test('services stop in the reverse of their start order, each after the one before is gone', async () => {
  supervise([await service('first'), await service('second'), await service('third')]);
  await supervisor.startAll();

  await supervisor.stopAll();

  expect(journal()).toEqual(['third ended', 'second ended', 'first ended']);
});

test('a killed service comes back with a new process, the others are left alone', async () => {
  supervise([await service('one'), await service('two')]);
  await supervisor.startAll();
  const [before, other] = [supervisor.processOf('one')?.pid, supervisor.processOf('two')?.pid];

  supervisor.processOf('one')?.kill('SIGKILL');
  await eventually('restarted', () => events.some(({ event }) => event === 'service.restarted'));
  await supervisor.waitUntilReady('one');

  expect(supervisor.processOf('one')?.pid).not.toBe(before);
  expect(supervisor.processOf('two')?.pid).toBe(other);
  expect(events).toContainEqual({
    event: 'service.exited',
    service: 'one',
    exit: expect.objectContaining({ code: null, signal: 'SIGKILL' }),
    restartInMs: 250,
  });
});

test('a service that says its configuration is wrong stops the start with its own sentence', async () => {
  const program = `console.error('Configuration error: X is missing.'); process.exit(78);`;
  supervise([await service('bad', program)]);

  await expect(supervisor.startAll()).rejects.toThrow(
    'bad cannot start: Configuration error: X is missing.',
  );
  expect(events.map(({ event }) => event)).toEqual(['service.started', 'service.exited']);
});

test('a crash keeps its last words, and they are in the log file too', async () => {
  supervise([await service('crash', `throw new Error('boom at start');`)]);
  supervisor.startAll().catch(() => undefined);

  const exited = await eventually('an exit', () =>
    events.find((event) => event.event === 'service.exited'),
  );

  expect(exited.exit).toMatchObject({ code: 1, lastWords: expect.stringMatching(/boom at start/) });
  expect(readFileSync(join(directory, 'crash.log'), 'utf8')).toMatch(/boom at start/);
});

test('a service that ignores SIGTERM is killed after its limit', async () => {
  const deafness = `process.removeAllListeners('SIGTERM'); process.on('SIGTERM', () => 0);`;
  const program = `${HEALTHY_PROGRAM} ${deafness}`;
  supervise([{ ...(await service('deaf', program)), stopLimitMs: 100 }]);
  await supervisor.startAll();
  const pid = supervisor.processOf('deaf')?.pid ?? 0;

  await supervisor.stopAll();

  expect(isAlive(pid)).toBe(false);
});

test('services end when their supervisor is killed without warning', async () => {
  const command = await service('orphan');
  const modulePath = join(import.meta.dirname, 'service-process.ts');
  supervise([]);
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `
      import { startServiceProcess } from ${JSON.stringify(modulePath)};
      const service = startServiceProcess(${JSON.stringify(command)});
      console.log(service.pid);
    `,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [output] = await once(parent.stdout, 'data');
  const pid = Number(String(output));
  await eventually(
    'the service runs',
    () =>
      existsSync(join(directory, 'orphan.log')) &&
      readFileSync(join(directory, 'orphan.log'), 'utf8').includes('up'),
  );

  parent.kill('SIGKILL');

  await eventually('the service is gone', () => !isAlive(pid));
  expect(journal()).toEqual(['orphan ended']);
});

function supervise(services: readonly SupervisedService[]): void {
  supervisor = createSupervisor({
    services,
    restarts: true,
    readyLimitMs: 10_000,
    onEvent: (event) => events.push(event),
  });
}

async function service(name: string, program = HEALTHY_PROGRAM): Promise<SupervisedService> {
  const file = join(directory, `${name}.mjs`);
  writeFileSync(file, program);
  const port = await freePort();
  return {
    name,
    entry: relative(REPOSITORY_ROOT, file),
    environment: { NAME: name, PORT: String(port), JOURNAL: join(directory, 'journal') },
    logFile: join(directory, `${name}.log`),
    readinessUrl: `http://127.0.0.1:${port}/`,
    stopLimitMs: 5_000,
  };
}

function journal(): string[] {
  return readFileSync(join(directory, 'journal'), 'utf8').trim().split('\n');
}
