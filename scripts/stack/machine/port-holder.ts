import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { isSystemError, OperatorError } from '../../operate/environment/operator-error.ts';
import { commandLineOf } from './processes.ts';

/** A port that is needed, and the variable that moves it elsewhere. */
export interface NeededPort {
  variable: string;
  port: number;
}

/**
 * Makes sure that ports can be listened on.
 * @throws OperatorError naming every port that cannot, its variable and, where the system tells,
 *   the command that holds it
 */
export async function requireFreePorts(ports: readonly NeededPort[], host: string): Promise<void> {
  const tried = await Promise.all(
    ports.map(async (one) => ({ ...one, code: await tryToListen(one.port, host) })),
  );
  const [first, ...others] = tried.filter(({ code }) => code !== null);
  if (!first) return;
  if (others.length === 0) throw new OperatorError(sentenceOf(first, host));
  const busy = [first, ...others].map((one) => `\n  ${one.variable}: ${reasonOf(one, host)}`);
  throw new OperatorError(
    `Some ports cannot be used: end those programs, or set the variables.${busy.join('')}`,
  );
}

type Refused = NeededPort & { code: string | null };

function sentenceOf(refused: Refused, host: string): string {
  const { variable, code } = refused;
  const reason = `${reasonOf(refused, host)}:`;
  if (code === 'EADDRINUSE')
    return `${reason} end that program or set ${variable} to another port.`;
  return code === 'EACCES'
    ? `${reason} set ${variable} to a port above 1023.`
    : `${reason} correct HOST.`;
}

function reasonOf({ port, code }: Refused, host: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use${holderText(port)}`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user`;
  return `Cannot listen on ${host}:${port} (${code})`;
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

/** A command line is shown up to so many characters. */
const MAX_COMMAND_CHARACTERS = 100;

/** ` by node server.js (process 123)`, or nothing where the system does not say. */
function holderText(port: number): string {
  const inodes = listeningInodes(port);
  for (const pid of readNames('/proc').filter((name) => /^\d+$/.test(name))) {
    const holds = readNames(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
    if (holds) return ` by ${commandOf(Number(pid))} (process ${pid})`;
  }
  return '';
}

/** The command line; threads of some programs have names that say nothing. */
function commandOf(pid: number): string {
  const command = commandLineOf(pid)?.join(' ').trim();
  const shown = command || readText(`/proc/${pid}/comm`).trim();
  const isLong = shown.length > MAX_COMMAND_CHARACTERS;
  return isLong ? `${shown.slice(0, MAX_COMMAND_CHARACTERS)} …` : shown;
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
