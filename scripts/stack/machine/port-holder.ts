import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { isSystemError, OperatorError } from '../../operate/environment/operator-error.ts';

/**
 * Makes sure that a port can be listened on.
 * @param variable the variable that moves it elsewhere
 * @throws OperatorError naming the port, the variable and, where the system tells, the holder.
 */
export async function requireFreePort(variable: string, port: number, host: string): Promise<void> {
  const code = await tryToListen(port, host);
  switch (code) {
    case null:
      return;
    case 'EADDRINUSE':
      throw new OperatorError(
        `Port ${port} is in use${holderText(port)}: end that program or set ${variable} to ` +
          'another port.',
      );
    case 'EACCES':
      throw new OperatorError(
        `Port ${port} may not be used by this user: set ${variable} to a port above 1023.`,
      );
    default:
      throw new OperatorError(`Cannot listen on ${host}:${port} (${code}): correct HOST.`);
  }
}

/** True when nobody listens on the port. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  return (await tryToListen(port, host)) === null;
}

function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      resolve(isSystemError(error) ? (error.code ?? 'unknown error') : error.message);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** ` by node (process 123)`, or nothing where the system does not say. */
function holderText(port: number): string {
  const inodes = listeningInodes(port);
  for (const pid of readNames('/proc').filter((name) => /^\d+$/.test(name))) {
    const holds = readNames(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
    if (holds) return ` by ${readText(`/proc/${pid}/comm`).trim()} (process ${pid})`;
  }
  return '';
}

function listeningInodes(port: number): ReadonlySet<string> {
  const listening = '0A';
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readText(file).split('\n'));
  const columns = lines.map((line) => line.trim().split(/\s+/));
  return new Set(
    columns
      .filter(([, local, , state]) => state === listening && local?.endsWith(`:${wanted}`))
      .map((column) => column[9] ?? ''),
  );
}

// Processes end while they are looked at, and others' files may not be read: both mean "unknown".
function readNames(directory: string): string[] {
  return orWhenUnreadable(() => readdirSync(directory), []);
}

function readText(file: string): string {
  return orWhenUnreadable(() => readFileSync(file, 'utf8'), '');
}

function readLink(file: string): string {
  return orWhenUnreadable(() => readlinkSync(file), '');
}

function orWhenUnreadable<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (error) {
    if (isSystemError(error)) return otherwise;
    throw error;
  }
}
