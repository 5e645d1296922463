// Goal: docker-compose.yml stays valid and gives every process exactly what the table of services
// says. Method: `docker-compose config`, which needs no engine; skipped where the command is
// missing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import {
  allSecretVariables,
  databasePasswordVariable,
  migrationsPasswordVariable,
  SUBGRAPH_NAMES,
} from '../../common/topology/derived.ts';
import { BACKUP_DATABASE_PASSWORD } from '../../common/topology/general-variables.ts';
import { SERVICES } from '../../common/topology/services.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { findProgram } from '../../scripts/operate/programs/programs.ts';
import { variablesInContainer } from '../support/container-variables.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';

const hasCompose = findProgram('docker-compose') !== null;
const testWithCompose = skipWithMessage(
  hasCompose ? null : 'docker-compose is not installed, so docker-compose.yml is not validated',
);

const isPublished = (name: string) => name === 'router' || name === 'web';

const required = [
  'MYSQL_ROOT_PASSWORD',
  BACKUP_DATABASE_PASSWORD,
  ...SUBGRAPH_NAMES.map(databasePasswordVariable),
  ...SUBGRAPH_NAMES.map(migrationsPasswordVariable),
  ...allSecretVariables(),
];
const given = Object.fromEntries(required.map((name) => [name, 'x'.repeat(32)]));

testWithCompose(
  'the file is valid once every secret is given, and only the router and web are published',
  () => {
    const { status, stdout, stderr } = composeConfig(given);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const { name } of SERVICES) {
      expect(sectionOf(stdout, name).includes('ports:')).toBe(isPublished(name));
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
    expect(section.includes('inner: null')).toBe(name !== 'web');
    expect(/ edge:/.test(section)).toBe(isPublished(name));
  }
});

testWithCompose(
  'the router believes the address that web has, and those that the operator names',
  () => {
    const { stdout } = composeConfig({ ...given, TRUSTED_PROXIES: '10.0.0.1' });

    const [, address = ''] = /ipv4_address: (\S+)/.exec(sectionOf(stdout, 'web')) ?? [];
    expect(stdout).toContain(`subnet: ${address.replace(/\d+$/, '0/24')}`);
    expect(sectionOf(stdout, 'router')).toContain(`TRUSTED_PROXIES: ${address},10.0.0.1\n`);
  },
);

testWithCompose('each process gets the variables of its row and no others', () => {
  const { stdout } = composeConfig(given);
  for (const { name } of SERVICES) {
    expect(environmentOf(sectionOf(stdout, name))).toEqual(variablesInContainer(name));
  }
});

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
