// Goal: the users of the databases in containers may do what they need and nothing else. Method:
// the script of the database container runs with a stand-in for the client, and its statements on
// the run's own server.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  databasePasswordVariable,
  migrationsPasswordVariable,
} from '../../common/topology/derived.ts';
import { BACKUP_DATABASE_PASSWORD } from '../../common/topology/general-variables.ts';
import { connect, withConnection } from '../../scripts/operate/databases/connection.ts';
import {
  accountStatements,
  migrationsUser,
  runtimeAccountStatements,
} from '../../scripts/operate/databases/database-accounts.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { serverAdministrator } from '../../scripts/stack/throwaway/throwaway-database.ts';

const SCRIPT = join(REPOSITORY_ROOT, 'deploy/docker/mysql-databases.sh');

const ODD = 'it\'s \\ "odd"';

/** Two databases with names of their own, and how their accounts are made. */
function twoDatabases() {
  const names = [1, 2].map((number) => `shop_${number}_${randomBytes(4).toString('hex')}`);
  const [one, two] = names as [string, string];
  const variables = {
    DATABASES: names.join(' '),
    MYSQL_ROOT_PASSWORD: 'root',
    [BACKUP_DATABASE_PASSWORD]: ODD,
    [databasePasswordVariable(one)]: ODD,
    [migrationsPasswordVariable(one)]: `${ODD} too`,
    [databasePasswordVariable(two)]: 'p2',
    [migrationsPasswordVariable(two)]: 'm2',
  };
  const own = { database: one, user: one, password: ODD };
  const migrations = { database: one, user: migrationsUser(one), password: `${ODD} too` };
  const reader = { database: one, user: 'backup', password: ODD };
  const users = ['backup', ...names.flatMap((name) => [name, migrationsUser(name)])];
  const drop = [
    ...names.map((name) => `DROP DATABASE IF EXISTS ${name}`),
    ...users.map((user) => `DROP USER IF EXISTS ${user}`),
  ].join(';');
  return { one, two, variables, own, migrations, reader, drop };
}

const grantsOf = async (user: string) => {
  const rows: Record<string, string>[] = await withConnection(serverAdministrator(), (connection) =>
    connection.query(`SHOW GRANTS FOR '${user}'`),
  );
  return rows.flatMap((row) => Object.values(row)).filter((grant) => !grant.includes('USAGE'));
};

test('the container gives its users the rights that npm start gives, also to older ones', async () => {
  const { variables, own, migrations, drop } = twoDatabases();
  const admin = serverAdministrator();
  try {
    const ours = [...accountStatements(migrations), ...runtimeAccountStatements(own)].join(';');
    await withConnection(admin, (connection) => connection.query(ours));
    const wanted = [await grantsOf(own.user), await grantsOf(migrations.user)];
    // As an older version left them: one user with all rights.
    await withConnection(admin, (connection) => connection.query(drop));
    const older = accountStatements(own).join(';');
    await withConnection(admin, (connection) => connection.query(older));

    const statements = statementsOfAccounts(variables);
    await withConnection(admin, (connection) => connection.query(statements));

    expect([await grantsOf(own.user), await grantsOf(migrations.user)]).toEqual(wanted);
  } finally {
    await withConnection(admin, (connection) => connection.query(drop));
  }
});

test('a service changes rows and no tables, its migrations both, and nobody another database', async () => {
  const { two, variables, own, migrations, drop } = twoDatabases();
  const admin = serverAdministrator();
  const run = (account: typeof own, sql: string) =>
    withConnection({ ...admin, ...account }, (connection) => connection.query(sql));
  try {
    const statements = statementsOfAccounts(variables);
    // Twice: it runs before each start.
    for (let times = 0; times < 2; times++) {
      await withConnection(admin, (connection) => connection.query(statements));
    }
    await run(migrations, 'CREATE TABLE t (id INT PRIMARY KEY); ALTER TABLE t ADD COLUMN n INT');
    await run(own, 'INSERT INTO t VALUES (1, 1); UPDATE t SET n = 2; DELETE FROM t');

    for (const refused of [
      'DROP TABLE t',
      'ALTER TABLE t ADD COLUMN m INT',
      'CREATE TABLE u (id INT)',
      'TRUNCATE TABLE t',
      'CREATE INDEX i ON t (n)',
      'CREATE VIEW v AS SELECT 1',
      'CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.n = 1',
      `DROP DATABASE ${own.database}`,
    ]) {
      await expect(run(own, refused)).rejects.toThrow(/denied/i);
    }
    for (const account of [own, migrations]) {
      await expect(connect({ ...admin, ...account, database: two })).rejects.toThrow(
        `The database "${two}" does not exist`,
      );
    }
  } finally {
    await withConnection(admin, (connection) => connection.query(drop));
  }
});

test('the user of backups reads every database, and changes nothing', async () => {
  const { one, two, variables, reader, drop } = twoDatabases();
  const admin = serverAdministrator();
  const run = (sql: string) =>
    withConnection({ ...admin, ...reader }, (connection) => connection.query(sql));
  try {
    const statements = statementsOfAccounts(variables);
    for (let times = 0; times < 2; times++) {
      await withConnection(admin, (connection) => connection.query(statements));
    }
    for (const name of [one, two]) {
      await withConnection(admin, (connection) =>
        connection.query(`CREATE TABLE ${name}.t (n INT)`),
      );
      expect(await run(`SELECT n FROM ${name}.t`)).toEqual([]);
      for (const change of ['INSERT INTO', 'DELETE FROM', 'DROP TABLE']) {
        const rest = change.startsWith('INSERT') ? ' VALUES (1)' : '';
        await expect(run(`${change} ${name}.t${rest}`)).rejects.toThrow(/denied/i);
      }
    }
    await expect(run('SELECT * FROM mysql.user')).rejects.toThrow(/denied/i);
  } finally {
    await withConnection(admin, (connection) => connection.query(drop));
  }
});

/** Runs the script of the database container with a client that writes down what it is told. */
function statementsOfAccounts(variables: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'accounts-'));
  try {
    writeFileSync(join(directory, 'mysql'), '#!/bin/sh\ncat\n', { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync(SCRIPT, {
      encoding: 'utf8',
      env: { PATH: `${directory}:${process.env['PATH']}`, ...variables },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
