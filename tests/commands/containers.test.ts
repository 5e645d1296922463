// Goal: docker-compose.yml stays valid and gives every process exactly what the table of services
// says. Method: `docker-compose config`, which needs no engine; skipped where the command is
// missing. The script of the database container runs with a stand-in for the client, and its
// statements on the run's own server.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  allSecretVariables,
  databasePasswordVariable,
  migrationsPasswordVariable,
  optionalVariablesOf,
  SUBGRAPH_NAMES,
  serviceNamed,
} from '../../common/topology/derived.ts';
import { SERVICES, type ServiceName } from '../../common/topology/services.ts';
import { connect, withConnection } from '../../scripts/operate/databases/connection.ts';
import {
  accountStatements,
  migrationsUser,
  runtimeAccountStatements,
} from '../../scripts/operate/databases/database-accounts.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { findProgram } from '../../scripts/stack/machine/programs.ts';
import { serviceEnvironment } from '../../scripts/stack/supervisor/service-environment.ts';
import { serverAdministrator } from '../../scripts/stack/throwaway/throwaway-database.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';

const hasCompose = findProgram('docker-compose') !== null;
const testWithCompose = skipWithMessage(
  hasCompose ? null : 'docker-compose is not installed, so docker-compose.yml is not validated',
);

const required = [
  'MYSQL_ROOT_PASSWORD',
  ...SUBGRAPH_NAMES.map(databasePasswordVariable),
  ...SUBGRAPH_NAMES.map(migrationsPasswordVariable),
  ...allSecretVariables(),
];
const given = Object.fromEntries(required.map((name) => [name, 'x'.repeat(32)]));

testWithCompose(
  'the file is valid once every secret is given, and only the router is published',
  () => {
    const { status, stdout, stderr } = composeConfig(given);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const { name } of SERVICES) {
      expect(sectionOf(stdout, name).includes('ports:')).toBe(name === 'router');
    }
    expect(sectionOf(stdout, 'mysql')).not.toContain('ports:');
  },
);

testWithCompose('without its secrets it is refused, and each of them is required by name', () => {
  const source = readFileSync(join(REPOSITORY_ROOT, 'docker-compose.yml'), 'utf8');

  expect(composeConfig({}).status).not.toBe(0);
  for (const name of required) {
    expect(source).toContain(`\${${name}:?`);
    expect(source).not.toContain(`\${${name}}`);
  }
});

testWithCompose('no process writes to its image, keeps a right or is reached from outside', () => {
  const { stdout } = composeConfig(given);
  for (const name of ['mysql', 'accounts', 'migrate', ...SERVICES.map((row) => row.name)]) {
    const section = sectionOf(stdout, name);
    expect(section).toContain('read_only: true');
    expect(section).toMatch(/cap_drop:\n\s+- ALL\n/);
    expect(section).toContain('no-new-privileges:true');
    expect(section).toMatch(/mem_limit: \d+m/);
    expect(section).toMatch(/pids_limit: \d+/);
    expect(section).toContain('inner: null');
    expect(section.includes('edge: null')).toBe(name === 'router');
  }
});

/** Files have their places in the image. */
const isFile = (variable: string) => variable.endsWith('_FILE');

testWithCompose('each process gets the variables of its row and no others', () => {
  const { stdout } = composeConfig(given);
  const optional = SERVICES.flatMap((row) => optionalVariablesOf(row)).filter(
    (variable) => !isFile(variable),
  );
  const graph = {
    host: '',
    ports: Object.fromEntries(SERVICES.map(({ name }) => [name, 0])) as Record<ServiceName, number>,
    databaseUrls: {},
    edgeSecrets: {},
    variables: Object.fromEntries(
      ['NODE_ENV', 'LOG_LEVEL', ...optional].map((variable) => [variable, 'x']),
    ),
  };
  for (const { name } of SERVICES) {
    const expected = Object.keys(serviceEnvironment(serviceNamed(name), graph)).sort();

    expect(environmentOf(sectionOf(stdout, name))).toEqual(expected);
  }
});

const SCRIPT = join(REPOSITORY_ROOT, 'deploy/docker/mysql-databases.sh');

const ODD = 'it\'s \\ "odd"';

/** Two databases with names of their own, and how their accounts are made. */
function twoDatabases() {
  const names = [1, 2].map((number) => `shop_${number}_${randomBytes(4).toString('hex')}`);
  const [one, two] = names as [string, string];
  const variables = {
    DATABASES: names.join(' '),
    MYSQL_ROOT_PASSWORD: 'root',
    [databasePasswordVariable(one)]: ODD,
    [migrationsPasswordVariable(one)]: `${ODD} too`,
    [databasePasswordVariable(two)]: 'p2',
    [migrationsPasswordVariable(two)]: 'm2',
  };
  const own = { database: one, user: one, password: ODD };
  const migrations = { database: one, user: migrationsUser(one), password: `${ODD} too` };
  const users = names.flatMap((name) => [name, migrationsUser(name)]);
  const drop = [
    ...names.map((name) => `DROP DATABASE IF EXISTS ${name}`),
    ...users.map((user) => `DROP USER IF EXISTS ${user}`),
  ].join(';');
  return { two, variables, own, migrations, drop };
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

function composeConfig(variables: Readonly<Record<string, string>>) {
  return spawnSync('docker-compose', ['--env-file', '.env.example', 'config'], {
    cwd: REPOSITORY_ROOT,
    encoding: 'utf8',
    // The example sets nothing, and a person's own .env must not decide what this test sees.
    env: { PATH: process.env['PATH'], ...variables },
  });
}

/** The lines of one service in the normalised file, which is indented by two spaces per level. */
function sectionOf(config: string, service: string): string {
  const [, body = ''] = config.split(/^services:\n/m);
  return new RegExp(`^  ${service}:\\n((?: {4}.*\\n)+)`, 'm').exec(body)?.[1] ?? '';
}

function environmentOf(section: string): string[] {
  const block = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(section)?.[1] ?? '';
  return [...block.matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name ?? '').sort();
}
