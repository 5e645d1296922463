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
  optionalVariablesOf,
  SUBGRAPH_NAMES,
  serviceNamed,
} from '../../common/topology/derived.ts';
import { SERVICES, type ServiceName } from '../../common/topology/services.ts';
import { connect, withConnection } from '../../scripts/operate/databases/connection.ts';
import { accountStatements } from '../../scripts/operate/databases/database-accounts.ts';
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

test("the container's database users have the privileges that the embedded one's have", () => {
  const statements = accountStatements({ database: 'd', user: 'd', password: 'p' }).join('\n');
  const privileges = /GRANT (.+) ON/.exec(statements)?.[1] ?? 'none';

  expect(readFileSync(SCRIPT, 'utf8')).toContain(`GRANT ${privileges} ON`);
});

test("the container's first start makes each database, with a user who may use that one only", async () => {
  const password = 'it\'s \\ "odd"';
  const [one, two] = [1, 2].map((number) => `shop_${number}_${randomBytes(4).toString('hex')}`);
  const statements = statementsOfFirstStart({
    DATABASES: `${one} ${two}`,
    MYSQL_ROOT_PASSWORD: 'root',
    [databasePasswordVariable(one!)]: password,
    [databasePasswordVariable(two!)]: 'p2',
  });
  const admin = serverAdministrator();
  const target = { ...admin, user: one!, password, database: one! };
  try {
    await withConnection(admin, (connection) => connection.query(statements));
    const create = 'CREATE TABLE t (id INT PRIMARY KEY)';
    await withConnection(target, (connection) => connection.query(create));

    await expect(connect({ ...target, database: two! })).rejects.toThrow(
      `The database "${two}" does not exist`,
    );
  } finally {
    const drop = [one, two].map((name) => `DROP DATABASE ${name}; DROP USER ${name}`).join(';');
    await withConnection(admin, (connection) => connection.query(drop));
  }
});

/** Runs the script of the database container with a client that writes down what it is told. */
function statementsOfFirstStart(variables: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'first-start-'));
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
