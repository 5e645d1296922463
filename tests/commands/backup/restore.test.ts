// Long because every way in which a backup or a restore can go wrong is tried on one small backup.
// Goal: a restore changes nothing unless it can end well, a restore or backup that is killed is
// never taken for a whole one, and each says in one sentence what to do. Method: the real commands
// on migrated databases without sales; the files of the backup are spoilt by hand.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Manifest } from '../../../scripts/operate/backup/backup-manifest.ts';
import { accountUrl } from '../../../scripts/operate/databases/database-accounts.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { serverAdministrator } from '../../../scripts/stack/throwaway/throwaway-database.ts';
import { ADMIN_URL_VARIABLE } from '../../../scripts/stack/throwaway/throwaway-server.ts';
import {
  createEmptyDatabases,
  type EmptyDatabases,
  inDatabase,
  missingDumpProgram,
  runCommand,
  startCommand,
  tablesOf,
} from '../../support/backup-commands.ts';
import { skipWithMessage } from '../../support/skip-with-message.ts';

const LIMIT_MS = 90_000;
const READER = { BACKUP_DATABASE_URL: process.env[ADMIN_URL_VARIABLE] ?? '' };

const missing = missingDumpProgram();
const testWithDump = skipWithMessage(missing);

let root: string;
/** Migrated databases with one product, and a backup of them. */
let shop: EmptyDatabases;
let whole: string;
/** A copy of the backup to spoil, and databases for it, of each test. */
let backup: string;
let target: EmptyDatabases;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'electroplus-restore-'));
  whole = join(root, 'whole');
  if (missing !== null) return;
  shop = await createEmptyDatabases();
  await runCommand('migrate', [], shop.variables);
  await inDatabase(shop.urls.inventario, (connection) =>
    connection.query(
      'INSERT INTO Product (id, sku, name, priceCentimos, available, lastSeq, updatedAt) ' +
        "VALUES (7, 'A-7', 'Cable', 100, 0, 0, NOW(3))",
    ),
  );
  const made = await runCommand('backup', ['--to', whole], { ...shop.variables, ...READER });
  if (made.code !== 0) throw new Error(made.stderr);
}, LIMIT_MS);

afterAll(async () => {
  await shop?.drop();
  rmSync(root, { recursive: true, force: true });
});

beforeEach(async () => {
  if (missing !== null) return;
  backup = mkdtempSync(join(root, 'copy-'));
  cpSync(whole, backup, { recursive: true });
  target = await createEmptyDatabases();
});

afterEach(() => target?.drop());

const restore = () => runCommand('restore', ['--from', backup], target.variables);

async function tablesOfTarget(): Promise<string[]> {
  return (await Promise.all(Object.values(target.urls).map(tablesOf))).flat();
}

function changeManifest(change: (manifest: Manifest) => unknown): void {
  const file = join(backup, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  writeFileSync(file, JSON.stringify({ ...manifest, ...(change(manifest) as object) }));
}

const dumpFile = () => join(backup, 'dump.sql.gz');

const SPOILT: [string, () => void, RegExp][] = [
  [
    'a dump that is cut off',
    () => truncateSync(dumpFile(), statSync(dumpFile()).size - 10),
    /dump\.sql\.gz has \d+ bytes and not the \d+ that were written: take another backup\.$/,
  ],
  [
    'a dump of which one byte is another one',
    () => {
      const bytes = readFileSync(dumpFile());
      bytes[500] = (bytes[500] ?? 0) ^ 1;
      writeFileSync(dumpFile(), bytes);
    },
    /dump\.sql\.gz is not what was written \(its SHA-256 differs\): take another backup\.$/,
  ],
  ['a missing dump', () => rmSync(dumpFile()), /Cannot read .*dump\.sql\.gz .*no such file/],
  [
    'a folder without a manifest',
    () => rmSync(join(backup, 'manifest.json')),
    /holds no whole backup \(manifest\.json is missing\): take another one\.$/,
  ],
  [
    'a manifest that is cut off',
    () => truncateSync(join(backup, 'manifest.json'), 100),
    /^Cannot read .*manifest\.json \(.*JSON.*\): take another backup\.$/,
  ],
  [
    'a manifest that lacks something',
    () => changeManifest(() => ({ dump: { bytes: 1 } })),
    /manifest\.json is damaged: take another backup\.$/,
  ],
  [
    'a backup of a newer form',
    () => changeManifest(() => ({ format: 2, databases: 'elsewhere' })),
    /has a newer form than this program knows: use the version .* that made it, or newer\.$/,
  ],
  [
    'a backup with a migration that came later',
    () =>
      changeManifest(({ databases }) => {
        databases['ventas']?.migrations.push({ name: '29991231000000_more', checksum: 'x' });
        return { program: '9.9.9', databases };
      }),
    /backup of ventas was made by another version of this program \(9\.9\.9\).*newer one\.$/,
  ],
  [
    'a backup of a subgraph that came later',
    () =>
      changeManifest(({ databases }) => {
        return { databases: { ...databases, pagos: { name: 'pagos', migrations: [] } } };
      }),
    /backup of pagos was made by another version of this program/,
  ],
  [
    'a backup of a newer server',
    () => changeManifest(({ server }) => ({ server: server.replace(/^\d+/, '99') })),
    /^The backup is of \w+ 99\..* and the server is .*: restore into \w+ 99\.\d+ or newer\.$/,
  ],
  [
    'a backup of the other kind of server',
    () =>
      changeManifest(({ server }) => {
        return { server: server.includes('MariaDB') ? '8.0.1' : '10.1.1-MariaDB' };
      }),
    /^The backup is of (?:MySQL 8\.0|MariaDB 10\.1)\.1.*: restore into \w+ \d+\.\d+ or newer\.$/,
  ],
];

testWithDump.each(SPOILT)('%s is refused before anything is changed', async (_, spoil, words) => {
  spoil();
  const { code, stdout, stderr } = await restore();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd()).toMatch(words);
  expect(await tablesOfTarget()).toEqual([]);
});

testWithDump(
  'databases that are not empty are refused with what is in them, which stays',
  async () => {
    await inDatabase(target.urls.ventas, (connection) =>
      connection.query('CREATE TABLE Precious (id INT PRIMARY KEY)'),
    );
    const { code, stderr } = await restore();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Nothing is restored over data .*\n {2}"ventas_\w+" at \S+ has 1 tables: Precious\n$/,
    );
    expect(await tablesOfTarget()).toEqual(['Precious']);
  },
);

testWithDump('a restore gives the rows back, and every client its whole catalog anew', async () => {
  expect(await restore()).toMatchObject({ code: 0, stderr: '' });
  const [product] = await inDatabase(target.urls.inventario, (connection) =>
    connection.query<{ name: string; catalogVersion: number }[]>(
      'SELECT name, catalogVersion FROM Product WHERE id = 7',
    ),
  );
  expect(product?.name).toBe('Cable');
  expect(product?.catalogVersion).toBeGreaterThanOrEqual(1_000_000);
  expect(await tablesOfTarget()).not.toContain('_unfinished_restore');
});

testWithDump(
  'nothing starts on a restore that was killed, and the next one begins it anew',
  async () => {
    const running = await inDatabase(target.urls.inventario, async (connection) => {
      // The restore waits for it when all is loaded and nothing is checked.
      await connection.query("SELECT GET_LOCK(CONCAT('migrate:', DATABASE()), 0)");
      const started = startCommand('restore', ['--from', backup], target.variables);
      await eventually('it is loaded', () => started.stdout().includes('Loaded'), LIMIT_MS);
      const second = await restore();
      expect(second.stderr).toMatch(/^Another restore into the database "\w+" is running\.\n$/);
      started.process.kill('SIGKILL');
      await started.ended;
      return started;
    });
    expect(running.process.signalCode).toBe('SIGKILL');
    const migrated = await runCommand('migrate', [], target.variables);
    expect(migrated).toMatchObject({ code: 1, stdout: '' });
    expect(migrated.stderr).toMatch(/holds a restore that has not ended well: run npm run restore/);
    const dumped = await runCommand('backup', ['--to', join(root, 'half')], {
      ...target.variables,
      ...READER,
    });
    expect(dumped.stderr).toMatch(/holds a restore that has not ended well/);

    expect(await restore()).toMatchObject({ code: 0, stderr: '' });
    expect(await runCommand('migrate', [], target.variables)).toMatchObject({ code: 0 });
  },
  LIMIT_MS,
);

testWithDump(
  'data that break a promise stay closed, and the way to open them is told',
  async () => {
    expect(await restore()).toMatchObject({ code: 0 });
    await inDatabase(target.urls.inventario, (connection) =>
      connection.query('UPDATE Product SET available = 3'),
    );
    const broken = join(root, 'broken');
    await runCommand('backup', ['--to', broken], { ...target.variables, ...READER });
    const other = await createEmptyDatabases();
    try {
      const { code, stdout, stderr } = await runCommand(
        'restore',
        ['--from', broken],
        other.variables,
      );
      expect(code).toBe(1);
      expect(stdout).toMatch(/^I2 BROKEN .*: 1 found\n +product 7: /m);
      expect(stderr).toMatch(/nothing starts on them: .* run DROP TABLE _unfinished_restore in/);
      expect((await runCommand('migrate', [], other.variables)).code).toBe(1);
      for (const url of Object.values(other.urls)) {
        await inDatabase(url, (connection) => connection.query('DROP TABLE _unfinished_restore'));
      }
      expect((await runCommand('migrate', [], other.variables)).code).toBe(0);
    } finally {
      await other.drop();
    }
  },
  LIMIT_MS,
);

/** Starts a backup that waits in the middle, for a table that the task's connection has locked. */
async function whileDumping(
  to: string,
  task: (running: ReturnType<typeof startCommand>) => Promise<void>,
): Promise<void> {
  await inDatabase(shop.urls.usuarios, async (connection) => {
    await connection.query('LOCK TABLES User WRITE');
    const running = startCommand('backup', ['--to', to], { ...shop.variables, ...READER });
    await eventually('it dumps', () => existsSync(join(to, 'dump.sql.gz.unfinished')), LIMIT_MS);
    await task(running);
    await running.ended;
  });
}

testWithDump('a backup that is killed is no backup, and its folder is not used again', async () => {
  const to = join(root, 'killed');
  await whileDumping(to, async (running) => void running.process.kill('SIGKILL'));
  expect(readdirSync(to)).toEqual(['dump.sql.gz.unfinished']);
  const restored = await runCommand('restore', ['--from', to], target.variables);
  expect(restored.stderr).toMatch(/holds no whole backup/);
  const again = await runCommand('backup', ['--to', to], { ...shop.variables, ...READER });
  expect(again.stderr).toBe(
    `${to} holds a backup that has not ended: if none is running, delete it.\n`,
  );
});

testWithDump(
  'a backup keeps migrations waiting, and leaves nothing when it is stopped',
  async () => {
    const to = join(root, 'stopped');
    await whileDumping(to, async (running) => {
      const [row] = await inDatabase(shop.urls.ventas, (connection) =>
        connection.query<{ free: number }[]>(
          "SELECT IS_FREE_LOCK(CONCAT('migrate:', DATABASE())) AS free",
        ),
      );
      expect(Number(row?.free)).toBe(0);
      running.process.kill('SIGTERM');
      expect(await running.ended).toEqual({
        code: 1,
        stdout: '',
        stderr: 'The backup was stopped; nothing of it is kept.\n',
      });
    });
    expect(existsSync(to)).toBe(false);
  },
);

testWithDump('a backup that finds no more room leaves nothing', async () => {
  const to = join(root, 'full');
  const limit = { shell: 'ulimit -f 4' };
  const variables = { ...shop.variables, ...READER };
  const { code, stderr } = await runCommand('backup', ['--to', to], variables, limit);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Cannot write to .*full \(EFBIG.*\): free some space, or name another/);
  expect(existsSync(to)).toBe(false);
});

const reader = (changes: object) => {
  const admin = serverAdministrator();
  return { BACKUP_DATABASE_URL: accountUrl({ ...admin, ...changes }, { ...admin, database: 'x' }) };
};

const REFUSED: [string, () => Record<string, string>, RegExp][] = [
  [
    'users of their own without one who reads all',
    () => ({}),
    /^Each database has a user of its own: set BACKUP_DATABASE_URL to .* read them all/,
  ],
  [
    'a server that is not that of the databases',
    () => reader({ host: 'localhost' }),
    /^USUARIOS_DATABASE_URL names the server 127\.\S+, BACKUP_DATABASE_URL names localhost:/,
  ],
  [
    'a reader who may not read all',
    () => ({ BACKUP_DATABASE_URL: shop.urls.ventas }),
    /^The user "ventas_\w+" \(BACKUP_\w+\) may not read usuarios_\w+ and inventario_\w+: give/,
  ],
  [
    'an address that is none',
    () => ({ BACKUP_DATABASE_URL: 'x' }),
    /: BACKUP_DATABASE_URL must look like mysql:/,
  ],
  [
    'a machine without a program that dumps',
    () => ({ ...READER, PATH: '/nowhere', DATA_DIR: '/nowhere' }),
    /^No program that dumps databases of \w+ is found: install one/,
  ],
];

testWithDump.each(REFUSED)('a backup refuses %s', async (_, variables, words) => {
  const to = join(root, 'refused');
  const { code, stderr } = await runCommand('backup', ['--to', to], {
    ...shop.variables,
    ...variables(),
  });
  expect(stderr).toMatch(words);
  expect(code).toBe(1);
  expect(existsSync(to)).toBe(false);
});

testWithDump(
  'a backup is written into no folder that has something, or that is closed',
  async () => {
    const to = join(root, 'used');
    mkdirSync(to);
    writeFileSync(join(to, 'notes.txt'), '');
    const variables = { ...shop.variables, ...READER };
    const { stderr } = await runCommand('backup', ['--to', to], variables);
    expect(stderr).toBe(`${to} is not empty (notes.txt): name an empty or a new folder.\n`);
    const nowhere = join(to, 'notes.txt', 'today');
    expect((await runCommand('backup', ['--to', nowhere], variables)).stderr).toMatch(
      /^Cannot write to .*: free some space, or name another folder\.\n$/,
    );
  },
);

testWithDump('an empty folder that others could read is closed to them', async () => {
  const to = join(root, 'open');
  mkdirSync(to);
  chmodSync(to, 0o755);
  expect(await runCommand('backup', ['--to', to], { ...shop.variables, ...READER })).toMatchObject({
    code: 0,
  });
  expect(statSync(to).mode & 0o777).toBe(0o700);
});

testWithDump.each(['backup', 'restore'])(
  '%s without a folder says how it is called',
  async (name) => {
    const { code, stderr } = await runCommand(name, [], shop.variables);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Say where .*\.\nUsage: npm run \w+ -- --(?:to|from) DIR\n$/);
  },
);
