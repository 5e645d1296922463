// Goal: a database that is away or read-only is told as such, and a mistake stays a mistake.
import { expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { SqlError } from 'mariadb';
import { databaseTrouble, isPoison, isRefusedValue } from './database-trouble.ts';

/** An error of the driver. */
function sqlError(errno: number, code = 'ER_SOMETHING'): SqlError {
  return Object.assign(new SqlError('(conn:1) sentence of the server'), { errno, code });
}

/** As Prisma wraps what its adapter tells. */
function ofPrisma(code: string, originalCode?: string): Error {
  const driverAdapterError = { name: 'DriverAdapterError', cause: { kind: 'mysql', originalCode } };
  return Object.assign(new Error('Invalid invocation'), { code, meta: { driverAdapterError } });
}

const inGraphql = (originalError: Error) => new GraphQLError('x', { originalError });

test.each([
  ['--read-only', sqlError(1290)],
  ['read-only mode', sqlError(1836)],
  ['a read-only transaction', sqlError(1792)],
  ['a group without majority', sqlError(3100)],
  ['a cluster that is not ready', sqlError(1047)],
  ['a full disk', sqlError(1021)],
  ['a full table', sqlError(1114)],
  ['no connection free at the server', sqlError(1040)],
  ['a server that stops', sqlError(1053)],
  ['a connection that was killed', sqlError(1927)],
  ['no connection in time', sqlError(45028)],
  ['a connection that broke', sqlError(45009)],
  ['nobody listening', sqlError(-111, 'ECONNREFUSED')],
  ['no connection, as Prisma tells it', ofPrisma('P1001')],
  ['a pool of Prisma without connections', ofPrisma('P2028')],
  ['read-only, below Prisma', ofPrisma('P2010', '1290')],
  ['a COMMIT without an answer', Object.assign(new Error('lost'), { name: 'CommitUnknownError' })],
])('%s is SERVICE_UNAVAILABLE', (_, error) => {
  expect(databaseTrouble(error)).toBe('SERVICE_UNAVAILABLE');
  expect(databaseTrouble(inGraphql(error))).toBe('SERVICE_UNAVAILABLE');
  expect(databaseTrouble(new Error('while reading', { cause: error }))).toBe('SERVICE_UNAVAILABLE');
});

test.each([1205, 1213, 1020])('a transaction that lost each time (%i) is SERVER_BUSY', (errno) => {
  expect(databaseTrouble(inGraphql(sqlError(errno)))).toBe('SERVER_BUSY');
});

test.each([
  ['a value that is too long', sqlError(1406)],
  ['a duplicate key', sqlError(1062)],
  ['a wrong statement', sqlError(1064)],
  ['a counter beyond its column', sqlError(1264)],
  ['a wrong password', sqlError(1045)],
  ['another service that is away', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
  ['a mistake of ours', new TypeError('x is not a function')],
  ['a constraint, as Prisma tells it', ofPrisma('P2002', '1062')],
  ['no error at all', undefined],
])('%s is none of the database going away', (_, error) => {
  expect(databaseTrouble(error)).toBeNull();
});

const withState = (errno: number, sqlState: string) => Object.assign(sqlError(errno), { sqlState });

test.each([
  ['a counter beyond its column', withState(1264, '22003'), true, true],
  ['a broken rule of the table', withState(4025, '23000'), true, true],
  ['a value of a trigger', withState(1644, '45000'), true, false],
  ['a column that a migration will bring', withState(1054, '42S22'), true, false],
  ['a mistake of ours', new TypeError('x is not a function'), true, false],
  ['a connection that was reset, from below', systemError(-104, 'ECONNRESET'), false, false],
  ['the same, as the driver tells it', withState(-104, '08S01'), false, false],
  ['a broken connection', withState(45_009, '08S01'), false, false],
  ['a full disk', withState(1021, 'HY000'), false, false],
])('%s: never passes, and its value is at fault', (_, error, isPoisoned, isValue) => {
  const wrapped = new Error('while settling', { cause: error });
  expect([isPoison(error), isPoison(wrapped)]).toEqual([isPoisoned, isPoisoned]);
  expect([isRefusedValue(error), isRefusedValue(wrapped)]).toEqual([isValue, isValue]);
});

function systemError(errno: number, code: string): Error {
  return Object.assign(new Error(`read ${code}`), { errno, code, syscall: 'read' });
}
