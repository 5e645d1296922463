// Runs programs in the folder of an image as its container would: its variables, its packages.
import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Dockerfile } from './image-layout.ts';

type Variables = Readonly<Record<string, string>>;

export interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

export interface Started {
  /** Rejects with what it wrote on stderr when it ends before it is stopped. */
  failed: Promise<never>;
  stop(): Promise<void>;
}

/** Something to type once the output has a question. */
export interface Answer {
  after: string;
  type: string;
}

export interface Container {
  /** Runs `node …args` to its end. */
  run(args: readonly string[], variables: Variables): Promise<Ended>;
  /** Runs `node …args` to its end, on a terminal of its own. */
  runOnTerminal(
    args: readonly string[],
    variables: Variables,
    answers: readonly Answer[],
  ): Promise<Pick<Ended, 'code' | 'output'>>;
  start(args: readonly string[], variables: Variables): Started;
}

/** The container of an image that is laid out in a folder. */
export function containerOf(image: string, { environment }: Dockerfile): Container {
  const optionsFor = (variables: Variables) => ({
    cwd: image,
    env: {
      PATH: process.env['PATH'],
      // Packages are links: without this they would find those that the image does not have.
      NODE_OPTIONS: '--preserve-symlinks',
      ...environment,
      ...variables,
    },
  });
  return {
    async run(args, variables) {
      const child = spawn(process.execPath, args, {
        ...optionsFor(variables),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ends = endOf(child);
      const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { code: await ends, output, errors };
    },
    async runOnTerminal(args, variables, answers) {
      const command = [process.execPath, ...args].map((word) => `'${word}'`).join(' ');
      const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
        ...optionsFor({ SHELL: '/bin/sh', ...variables }),
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const left = [...answers];
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        output += part;
        const [next] = left;
        if (next === undefined || !output.includes(next.after)) return;
        left.shift();
        child.stdin.write(`${next.type}\r`);
      });
      return { code: await endOf(child), output };
    },
    start(args, variables) {
      const child = spawn(process.execPath, args, {
        ...optionsFor(variables),
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const ends = Promise.all([endOf(child), text(child.stderr)]);
      const failed = ends.then(([code, errors]): never => {
        throw new Error(`node ${args.join(' ')} ended with code ${code}: ${errors}`);
      });
      // Being stopped is no failure.
      failed.catch(() => undefined);
      return {
        failed,
        async stop() {
          child.kill('SIGTERM');
          await ends;
        },
      };
    },
  };
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}
