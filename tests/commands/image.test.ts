// Goal: the image holds all that the processes and an operator's commands need. Method: what the
// Dockerfile copies is laid out in a folder, with the packages that it keeps, and everything runs
// there, as production, on databases of the run's own server. No engine is needed.
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  allSecretVariables,
  databaseUrlVariable,
  SUBGRAPH_NAMES,
  serviceNamed,
} from '../../common/topology/derived.ts';
import { SERVICES, type ServiceName, type SubgraphName } from '../../common/topology/services.ts';
import { newSecret } from '../../scripts/operate/environment/secrets.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { findProgram } from '../../scripts/operate/programs/programs.ts';
import {
  type GraphAddresses,
  readinessUrl,
  serviceEnvironment,
} from '../../scripts/stack/supervisor/service-environment.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';
import {
  createEmptyDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { importProducts } from '../../subgraphs/inventario/products/import-products.ts';
import { createReader, missingDumpProgram } from '../support/backup-commands.ts';
import { type Container, containerOf, type Ended } from '../support/image-container.ts';
import { type Dockerfile, layOutImage, readDockerfile } from '../support/image-layout.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';

const COMMANDS = {
  migrate: 'scripts/operate/migrate/migrate.ts',
  verify: 'scripts/operate/verify/verify.ts',
  rebuildStock: 'scripts/operate/rebuild-stock/rebuild-stock.ts',
  backup: 'scripts/operate/backup/backup.ts',
  restore: 'scripts/operate/restore/restore.ts',
  createAdmin: 'scripts/operate/create-admin/create-admin.ts',
} as const;
const LIMIT_MS = 90_000;

let directory: string;
let dockerfile: Dockerfile;
let image: string;
let container: Container;
let databases: Record<SubgraphName, ThrowawayDatabase>;
let migrated: Ended;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'image-'));
  dockerfile = readDockerfile(readFileSync(join(REPOSITORY_ROOT, 'Dockerfile'), 'utf8'));
  image = layOutImage(directory, dockerfile);
  container = containerOf(image, dockerfile);
  databases = await newDatabases();
  migrated = await container.run([COMMANDS.migrate], urlsOf(databases, SUBGRAPH_NAMES));
}, LIMIT_MS);

afterAll(async () => {
  await Promise.all(Object.values(databases).map((database) => database.drop()));
  rmSync(directory, { recursive: true, force: true });
});

test('migrate brings empty databases to the newest migration', async () => {
  expect(migrated).toMatchObject({ code: 0, errors: '' });
  for (const name of SUBGRAPH_NAMES) {
    expect(migrated.output).toMatch(new RegExp(`^${name}: \\d{14}_init`, 'm'));
  }
  const again = await container.run([COMMANDS.migrate], urlsOf(databases, SUBGRAPH_NAMES));
  expect(again.output.match(/: up to date$/gm)).toHaveLength(SUBGRAPH_NAMES.length);
});

test('verify checks every promise, and needs the two databases that it reads', async () => {
  const { code, output, errors } = await container.run(
    [COMMANDS.verify],
    urlsOf(databases, ['inventario', 'ventas']),
  );
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output.match(/^I\d ok/gm)).toHaveLength(8);
});

test('rebuild-stock repairs a counter, and needs the database of inventario alone', async () => {
  const variables = urlsOf(databases, ['inventario']);
  await addProductWithWrongCounter();

  expect(await container.run([COMMANDS.rebuildStock], variables)).toMatchObject({
    code: 1,
    errors: '',
  });
  expect(await container.run([COMMANDS.rebuildStock, '--apply'], variables)).toMatchObject({
    code: 0,
  });
  expect(await container.run([COMMANDS.rebuildStock], variables)).toMatchObject({ code: 0 });
});

skipWithMessage(missingDumpProgram())(
  'a backup is made by a user who may only read, and restored into empty databases',
  async () => {
    const to = join(directory, 'backup');
    const reader = await createReader(SUBGRAPH_NAMES.map((name) => databases[name].url));
    const empty = await newDatabases();
    try {
      const source = { ...urlsOf(databases, SUBGRAPH_NAMES), ...reader.variables };
      const dumped = await container.run([COMMANDS.backup, '--to', to], source);
      expect(dumped).toMatchObject({ code: 0, errors: '' });
      const restored = await container.run(
        [COMMANDS.restore, '--from', to],
        urlsOf(empty, SUBGRAPH_NAMES),
      );
      expect(restored).toMatchObject({ code: 0, errors: '' });
    } finally {
      await reader.drop();
      await Promise.all(Object.values(empty).map((database) => database.drop()));
    }
  },
  LIMIT_MS,
);

const testOnTerminal = skipWithMessage(
  process.platform === 'linux' && findProgram('script') !== null
    ? null
    : "util-linux' script is not installed, so no terminal is made for create-admin",
);

testOnTerminal(
  'create-admin asks twice for a password that it does not show, and needs usuarios alone',
  async () => {
    const password = 'una-clave-bastante-larga';
    const { code, output } = await container.runOnTerminal(
      [COMMANDS.createAdmin, 'ada@shop.test', 'Ada', 'Ríos'],
      urlsOf(databases, ['usuarios']),
      [
        { after: 'Password for ada@shop.test: ', type: password },
        { after: 'The same again: ', type: password },
      ],
    );
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('ada@shop.test is an administrator now.'),
    });
    expect(output).not.toContain(password);
    const usuarios = openDatabase(databases.usuarios.url, 1);
    try {
      const accounts = claimed('SELECT name FROM User WHERE email = ?', ['ada@shop.test']);
      expect(await usuarios.query(accounts)).toEqual([{ name: 'Ada Ríos' }]);
    } finally {
      await usuarios.close();
    }
  },
  LIMIT_MS,
);

test(
  'every process starts as production and is healthy for its container',
  async () => {
    const graph = await newAddresses();
    const processes = SERVICES.map(({ name, entry }) =>
      container.start([entry], environmentOf(name, graph)),
    );
    try {
      const failures = processes.map(({ failed }) => failed);
      const ready = SERVICES.map(({ name }) =>
        eventually(
          `${name} is ready`,
          async () => (await fetch(readinessUrl(graph, name))).ok,
          LIMIT_MS,
        ),
      );
      await Promise.race([Promise.all(ready), ...failures]);
      const [program, ...check] = dockerfile.healthCheck;
      expect(program).toBe('node');
      for (const { name } of SERVICES) {
        expect(await container.run(check, environmentOf(name, graph))).toMatchObject({
          code: 0,
          errors: '',
        });
      }
    } finally {
      await Promise.all(processes.map((process) => process.stop()));
    }
  },
  LIMIT_MS,
);

test.each([
  ['common', COMMANDS.verify],
  ['prisma', COMMANDS.migrate],
  ['subgraphs', COMMANDS.rebuildStock],
  ['node_modules/mariadb', COMMANDS.verify],
])('a command that lacks %s fails here', async (missing, command) => {
  renameSync(join(image, missing), join(directory, 'away'));
  const empty = await newDatabases();
  try {
    const { code } = await container.run([command], urlsOf(empty, SUBGRAPH_NAMES));
    expect(code).toBe(1);
  } finally {
    renameSync(join(directory, 'away'), join(image, missing));
    await Promise.all(Object.values(empty).map((database) => database.drop()));
  }
});

test('a line of the Dockerfile that is not understood is refused, not passed over', () => {
  const of = (line: string) => () => readDockerfile(`FROM a AS build\nFROM b\n${line}\n`);

  expect(of('COPY --from=build /app/router other')).toThrow('is not understood');
  expect(of('RUN npm install')).toThrow('a line of RUN');
});

async function newDatabases(): Promise<Record<SubgraphName, ThrowawayDatabase>> {
  const made = SUBGRAPH_NAMES.map(async (name) => [name, await createEmptyDatabase(name)] as const);
  return Object.fromEntries(await Promise.all(made)) as Record<SubgraphName, ThrowawayDatabase>;
}

function urlsOf(
  from: Record<SubgraphName, ThrowawayDatabase>,
  names: readonly SubgraphName[],
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [databaseUrlVariable(name), from[name].url]));
}

async function addProductWithWrongCounter(): Promise<void> {
  const inventario = openDatabase(databases.inventario.url, 1);
  try {
    const row = { sku: 'cable', name: 'Cable', price: '10.00', openingStock: '10' };
    await importProducts({ database: inventario, request: null }, { rows: [row] });
    await inventario.execute('UPDATE Product SET available = available + 1');
  } finally {
    await inventario.close();
  }
}

async function newAddresses(): Promise<GraphAddresses> {
  const ports = SERVICES.map(async ({ name }) => [name, await freePort()] as const);
  return {
    host: '127.0.0.1',
    ports: Object.fromEntries(await Promise.all(ports)) as Record<ServiceName, number>,
    databaseUrls: Object.fromEntries(SUBGRAPH_NAMES.map((name) => [name, databases[name].url])),
    edgeSecrets: Object.fromEntries(allSecretVariables().map((name) => [name, newSecret()])),
    variables: {},
  };
}

function environmentOf(name: ServiceName, graph: GraphAddresses): Record<string, string> {
  return serviceEnvironment(serviceNamed(name), graph);
}
