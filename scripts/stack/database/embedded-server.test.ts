// Goal: the private server survives what happens to it and touches nobody else's processes.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseDatabaseUrl, withConnection } from '../../operate/databases/connection.ts';
import { accountStatements, accountUrl } from '../../operate/databases/database-accounts.ts';
import { isAlive, readPidFile } from '../machine/processes.ts';
import { freePort } from '../throwaway/free-port.ts';
import { type DatabaseServer, startEmbeddedServer } from './embedded-server.ts';
import { ensureServerBinary } from './server-install.ts';

const ACCOUNT = { database: 'shop', user: 'shop', password: "it's \\ secret" };

let directory: string;
let servers: DatabaseServer[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'embedded-'));
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(directory, { recursive: true });
});

test('the account is ready at once, durable and READ COMMITTED, with any password', async () => {
  const server = await start(directory);
  const target = parseDatabaseUrl('URL', accountUrl(server.admin, ACCOUNT));

  const rows = await withConnection(target, (connection) =>
    connection.query(
      "SHOW VARIABLES WHERE Variable_name IN ('innodb_flush_log_at_trx_commit', 'bind_address') " +
        "OR Variable_name IN ('transaction_isolation', 'tx_isolation')",
    ),
  );

  expect(rows).toEqual(
    expect.arrayContaining([
      { Variable_name: 'bind_address', Value: '127.0.0.1' },
      { Variable_name: 'innodb_flush_log_at_trx_commit', Value: '1' },
      { Variable_name: expect.stringMatching(/isolation$/), Value: 'READ-COMMITTED' },
    ]),
  );
});

test('a directory too deep for a socket path works too', async () => {
  const deep = join(directory, 'd'.repeat(60), 'e'.repeat(60));
  mkdirSync(deep, { recursive: true });

  const server = await start(deep);
  await server.stop();

  expect(readdirSync(deep).sort()).toEqual(['logs', 'mysql']);
});

test("a server that an earlier run left behind is ended, another's process is not", async () => {
  const first = await start(directory);
  const pid = readPidFile(join(directory, 'mysql.pid')) ?? 0;

  const second = await start(directory, await freePort());

  expect(isAlive(pid)).toBe(false);
  await first.exited;
  await second.stop();

  const stranger = spawn('sleep', ['60']);
  writeFileSync(join(directory, 'mysql.pid'), `${stranger.pid}\n`);
  await start(directory);

  expect(stranger.exitCode).toBeNull();
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
  stranger.kill();
});

test('a changed password takes effect at the next start, and the data stay', async () => {
  const server = await start(directory);
  await withConnection(parseDatabaseUrl('URL', accountUrl(server.admin, ACCOUNT)), (connection) =>
    connection.query('CREATE TABLE kept (id INT PRIMARY KEY)'),
  );
  await server.stop();
  const changed = { ...ACCOUNT, password: 'another' };

  const again = await start(directory, await freePort(), changed);

  const target = parseDatabaseUrl('URL', accountUrl(again.admin, changed));
  expect(await withConnection(target, (connection) => connection.query('SHOW TABLES'))).toEqual([
    { Tables_in_shop: 'kept' },
  ]);
});

test('data that the server cannot read end the start with its own message, and stay', async () => {
  mkdirSync(join(directory, 'mysql'));
  writeFileSync(join(directory, 'mysql', 'ibdata1'), 'this is not a tablespace');

  await expect(start(directory)).rejects.toThrow(
    /embedded database does not start: read .*\[ERROR\]/s,
  );
  expect(readFileSync(join(directory, 'mysql', 'ibdata1'), 'utf8')).toBe(
    'this is not a tablespace',
  );
});

async function start(
  where: string,
  port?: number,
  owner: typeof ACCOUNT = ACCOUNT,
): Promise<DatabaseServer> {
  const server = await startEmbeddedServer({
    binary: ensureServerBinary(),
    directory: where,
    port: port ?? (await freePort()),
    rootPassword: 'root-of-this-test',
    statements: accountStatements(owner),
    bufferPoolMb: 64,
  });
  servers.push(server);
  return server;
}
