import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { endingWithUs } from '../machine/processes.ts';

/** The settings with which a process is started. */
export interface ServiceCommand {
  name: string;
  /** Path from the top of the repository. */
  entry: string;
  environment: Readonly<Record<string, string>>;
  /** The file that gets its output; null: this process's own output. */
  logFile: string | null;
  /** Grace between SIGTERM and SIGKILL. */
  stopLimitMs: number;
}

/** The end of a process. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The end of what it wrote on stderr. */
  lastWords: string;
  livedMs: number;
}

const KEPT_STDERR_CHARACTERS = 4_000;

/** One running process of a service. */
export interface ServiceProcess {
  pid: number | undefined;
  /** Never rejects: a program that cannot be started is an exit too. */
  exited: Promise<Exit>;
  hasExited(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** Asks the process to end, insists after its limit, and waits until it is gone. */
  stop(): Promise<Exit>;
}

export function startServiceProcess(command: ServiceCommand): ServiceProcess {
  const child = spawnService(command);
  const exited = watch(child, command.logFile);
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid,
    exited,
    hasExited,
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (!hasExited()) child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), command.stopLimitMs);
      const exit = await exited;
      clearTimeout(insist);
      return exit;
    },
  };
}

function spawnService({ entry, environment, logFile }: ServiceCommand): ChildProcess {
  // A file descriptor instead of a pipe: log lines do not cost this process anything.
  const log = logFile === null ? 'inherit' : openSync(logFile, 'a');
  try {
    const [program, args] = endingWithUs(process.execPath, [join(REPOSITORY_ROOT, entry)]);
    return spawn(program, args, {
      cwd: REPOSITORY_ROOT,
      env: { ...compileCache(), ...environment },
      // The IPC channel carries nothing: services end when it breaks, so that they never outlive us
      // on systems that cannot signal the death of a parent.
      stdio: ['ignore', log, 'pipe', 'ipc'],
      // In a group of its own, so that Ctrl-C reaches it only through us, in our order.
      detached: true,
    });
  } finally {
    if (typeof log === 'number') closeSync(log);
  }
}

/** The folder of what Node has compiled is the same for all processes. */
function compileCache(): Record<string, string> {
  const folder = process.env['NODE_COMPILE_CACHE'];
  return folder ? { NODE_COMPILE_CACHE: folder } : {};
}

function watch(child: ChildProcess, logFile: string | null): Promise<Exit> {
  const startedAtMs = performance.now();
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-KEPT_STDERR_CHARACTERS);
    if (logFile === null) process.stderr.write(text);
    else appendFileSync(logFile, text);
  });
  return new Promise((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      const livedMs = Math.round(performance.now() - startedAtMs);
      resolve({ code, signal, lastWords: lastWords.trim(), livedMs });
    };
    // 'close' and not 'exit': by then stderr has been read to its end.
    child.once('close', end);
    child.once('error', (error) => {
      lastWords = error.message;
      end(1, null);
    });
  });
}
