import type { RefusalCode } from '../../process/errors/refusals.ts';
import { VICTIM_ERRNOS } from './sql.ts';

/**
 * Server errors that pass by themselves or by an operator's hand, and are nobody's mistake: it is
 * read-only (1290, 1836, 1792), its group or cluster has no majority (3100, 1047), it has no room
 * on its disk (1021, 1026, 1114), or it is full, stops or cuts connections.
 */
const SERVER_AWAY = new Set([
  ...[1290, 1836, 1792, 3100, 1047],
  ...[1021, 1026, 1114],
  ...[1040, 1053, 1129, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1927, 2002, 2003, 2006, 2013],
]);
/** The driver could not connect, lost its connection, or got none of the pool in time. */
const DRIVER_AWAY = new Set([
  ...[45001, 45004, 45009, 45012, 45013, 45019, 45026, 45027, 45028, 45035, 45037, 45061],
]);
/** The same, as Prisma tells it. */
const PRISMA_AWAY = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
const SOCKET_AWAY = /^E(?:CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH)$/;
const MAX_DEPTH = 8;

/**
 * Tells trouble of a database from a mistake: the same request may succeed later.
 * @returns the refusal for clients, or null when the error is none of this kind
 */
export function databaseTrouble(error: unknown): RefusalCode | null {
  for (const cause of causesOf(error)) {
    if (isAway(cause)) return 'SERVICE_UNAVAILABLE';
    if (VICTIM_ERRNOS.has(numberOf(cause))) return 'SERVER_BUSY';
  }
  return null;
}

/**
 * Whether a failure will never pass: the server has refused the statement itself, or the code is
 * wrong. Everything that a driver or a connection may do is trouble that passes.
 */
export function isPoison(error: unknown): boolean {
  if (databaseTrouble(error) !== null) return false;
  return causesOf(error).every((cause) => {
    return !isSystems(cause) && (cause['name'] !== 'SqlError' || isServers(cause['errno']));
  });
}

/** SQLSTATE classes: a value that its column cannot hold, a rule of the table that is broken. */
const REFUSED_VALUE = /^2[23]/;

/**
 * Whether the server has refused a value: it will refuse it each time, while a table, a column or a
 * right that is missing may be there after a migration.
 */
export function isRefusedValue(error: unknown): boolean {
  if (databaseTrouble(error) !== null) return false;
  return causesOf(error).some(
    ({ sqlState }) => typeof sqlState === 'string' && REFUSED_VALUE.test(sqlState),
  );
}

/** An error of the operating system, such as a reset connection: its number is negative. */
function isSystems({ errno }: Fields): boolean {
  return typeof errno === 'number' && errno < 0;
}

const FIRST_DRIVER_ERRNO = 45_000;

function isServers(errno: unknown): boolean {
  return typeof errno === 'number' && errno > 0 && errno < FIRST_DRIVER_ERRNO;
}

type Fields = Record<string, unknown>;

/** An error and what it wraps, the outermost first. */
function causesOf(error: unknown): Fields[] {
  const causes: Fields[] = [];
  for (let at = error; isFields(at) && causes.length < MAX_DEPTH; at = wrappedBy(at)) {
    causes.push(at);
  }
  return causes;
}

function wrappedBy({ originalError, cause, meta }: Fields): unknown {
  return originalError ?? cause ?? (isFields(meta) ? meta['driverAdapterError'] : undefined);
}

function isAway(cause: Fields): boolean {
  const number = numberOf(cause);
  if (SERVER_AWAY.has(number) || DRIVER_AWAY.has(number)) return true;
  const { code, name } = cause;
  if (typeof code !== 'string') return name === 'CommitUnknownError';
  return PRISMA_AWAY.has(code) || (name === 'SqlError' && SOCKET_AWAY.test(code));
}

/** The server's or driver's number, which Prisma's adapter calls a code. */
function numberOf({ errno, code, originalCode }: Fields): number {
  return [errno, code, originalCode].map(Number).find((number) => number > 0) ?? 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
