import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { portVariable, services, urlVariable } from '../../common/topology/services.ts';
import { repositoryRoot } from '../../scripts/operate/environment/settings.ts';

// Read by `npm start` and not by a service, or by docker-compose.yml only.
const outsideOfServices = [
  'DATA_DIR',
  'DB_PORT',
  'MYSQL_ROOT_PASSWORD',
  'REPLAY_EMAIL',
  'REPLAY_PASSWORD',
];
const composePasswords = services
  .filter(({ isSubgraph }) => isSubgraph)
  .map(({ name }) => `${name.toUpperCase()}_DATABASE_PASSWORD`);

test('.env.example lists every variable that a process reads, and none that nobody reads', () => {
  const example = readFileSync(join(repositoryRoot, '.env.example'), 'utf8');
  const listed = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name ?? '');
  const read = new Set([
    ...configFiles().flatMap(variablesOf),
    ...outsideOfServices,
    ...composePasswords,
  ]);

  expect(listed.sort()).toEqual([...read].sort());
});

test('the examples show the defaults of the table of services', () => {
  const example = readFileSync(join(repositoryRoot, '.env.example'), 'utf8');

  for (const { name, defaultPort, isSubgraph } of services) {
    expect(example).toContain(`# ${portVariable(name)}=${defaultPort}\n`);
    if (isSubgraph) {
      expect(example).toContain(`# ${urlVariable(name)}=http://127.0.0.1:${defaultPort}/graphql\n`);
    }
  }
});

function configFiles(): string[] {
  const names = ['common', 'router', 'subgraphs'].flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    ),
  );
  return names.filter((name) =>
    /(^|\/)config\.ts$|common\/process\/config\/environment\.ts$/.test(name),
  );
}

/** Names in capitals that are a key, or a text of their own. */
function variablesOf(file: string): string[] {
  const source = readFileSync(join(repositoryRoot, file), 'utf8');
  const names = source.matchAll(/^\s+([A-Z][A-Z0-9_]+):|'([A-Z]+_[A-Z0-9_]+)'/gm);
  // Set by the router itself, never by a person.
  return [...names]
    .map(([, key, text]) => key ?? text ?? '')
    .filter((name) => name !== 'APOLLO_TELEMETRY_DISABLED');
}
