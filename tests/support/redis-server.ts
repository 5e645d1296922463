// A Redis of its own for a test: on a free port, with nothing kept on disk.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';
import { debianProgram } from './debian-program.ts';

export interface RedisServer {
  url: string;
  stop(): Promise<void>;
}

/**
 * Makes sure that there is a server to start. @returns the missing thing, or null when nothing is
 * missing
 */
export function missingRedis(): string | null {
  return debianProgram('redis-server', 'redis-server') === null
    ? 'redis-server is not installed, so the shared rate limit is not tested'
    : null;
}

export async function startRedis(port?: number): Promise<RedisServer> {
  const own = port ?? (await freePort());
  const args = ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await eventually('Redis', () => accepts(own));
  return {
    url: `redis://127.0.0.1:${own}`,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
