// `npm start` as a person runs it: its own ports and data directory, its output, its processes.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portVariable } from '../../common/topology/derived.ts';
import { SERVICES } from '../../common/topology/services.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';

/** A place for one installation: nothing of it is shared with another. */
export interface Installation {
  dataDirectory: string;
  variables: Readonly<Record<string, string>>;
  remove(): void;
}

export async function newInstallation(): Promise<Installation> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'electroplus-start-'));
  const variables: Record<string, string> = {
    DATA_DIR: dataDirectory,
    DB_PORT: String(await freePort()),
  };
  for (const { name } of SERVICES) variables[portVariable(name)] = String(await freePort());
  return {
    dataDirectory,
    variables,
    remove: () => rmSync(dataDirectory, { recursive: true, force: true }),
  };
}

/** A running or ended `npm start`. */
export interface StartedProgram {
  /** The output so far. */
  stdout: string;
  stderr: string;
  exited: Promise<number | null>;
  hasEnded(): boolean;
  /** Sends a signal to npm alone. */
  kill(signal: NodeJS.Signals): void;
  /** Does as Ctrl-C in a terminal: the signal goes to every process of the group. */
  pressCtrlC(): void;
}

export function startProgram(
  variables: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): StartedProgram {
  const { NODE_ENV: _environment, NODE_OPTIONS: _options, ...inherited } = process.env;
  const child = spawn('npm', ['start', '--silent', '--', ...args], {
    cwd: REPOSITORY_ROOT,
    env: { ...inherited, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as a terminal gives it.
    detached: true,
  });
  const program: StartedProgram = {
    stdout: '',
    stderr: '',
    exited: new Promise((resolve) => child.once('close', resolve)),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: (signal) => void child.kill(signal),
    pressCtrlC: () => void process.kill(-(child.pid ?? 0), 'SIGINT'),
  };
  child.stdout.on('data', (data) => {
    program.stdout += data;
  });
  child.stderr.on('data', (data) => {
    program.stderr += data;
  });
  return program;
}
