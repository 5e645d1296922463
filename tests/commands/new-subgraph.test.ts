// Goal: `npm run new:subgraph` makes a subgraph that is a full member of the graph, or writes
// nothing. Method: in a copy of the tree, which is removed afterwards, with the real `npm start`,
// on databases of the run's own server.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  databaseUrlVariable,
  portVariable,
  SUBGRAPH_NAMES,
} from '../../common/topology/derived.ts';
import { SERVICES } from '../../common/topology/services.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { DEMO_ACCOUNTS } from '../../scripts/stack/demo-data/demo-accounts.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';
import { query } from '../../scripts/stack/throwaway/graphql-client.ts';
import { signIn } from '../../scripts/stack/throwaway/sign-in.ts';
import {
  createEmptyDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { WITHOUT_DATABASE_VARIABLE } from '../../scripts/stack/throwaway/throwaway-server.ts';
import { DEMO_PASSWORD } from '../../subgraphs/usuarios/accounts/demo-accounts.ts';

const NOT_COPIED = new Set(['node_modules', '.git', '.data', '.env']);
const LIMIT_MS = 240_000;

let tree: string;
let program: ChildProcess | undefined;
let databases: ThrowawayDatabase[];

beforeEach(() => {
  databases = [];
  tree = mkdtempSync(join(tmpdir(), 'new-subgraph-'));
  for (const name of readdirSync(REPOSITORY_ROOT)) {
    if (!NOT_COPIED.has(name)) {
      cpSync(join(REPOSITORY_ROOT, name), join(tree, name), { recursive: true });
    }
  }
  symlinkSync(join(REPOSITORY_ROOT, 'node_modules'), join(tree, 'node_modules'));
});

afterEach(async () => {
  if (program && program.exitCode === null) {
    const ended = new Promise((resolve) => program?.once('close', resolve));
    program.kill('SIGTERM');
    await ended;
  }
  program = undefined;
  await Promise.all(databases.map((database) => database.drop()));
  rmSync(tree, { recursive: true, force: true });
}, LIMIT_MS);

/** Runs a program of the copy, on the Node of this run. */
function run(script: string, ...args: string[]) {
  return spawnSync(process.execPath, [script, ...args], {
    cwd: tree,
    encoding: 'utf8',
    // Tests that are run in there use this run's server instead of one of their own.
    env: { ...process.env, NODE_OPTIONS: '', [WITHOUT_DATABASE_VARIABLE]: '1' },
  });
}

/** Every file of the copy with its text; the packages are a link, and not the copy's. */
function contents(): Map<string, string> {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/generated|node_modules/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

test(
  'names that are taken are refused with one sentence, and nothing is written',
  () => {
    const before = contents();
    const refused: [string[], RegExp][] = [
      [['ventas'], /^"ventas" is taken/],
      // A type and a root field that other subgraphs have.
      [['entregas', 'SaleItem'], /^The graph would not compose: choose other names\. /],
      [['productos', 'Article'], /^The graph would not compose: choose other names\. /],
    ];
    for (const [args, sentence] of refused) {
      const { status, stdout, stderr } = run(
        'scripts/develop/new-subgraph/new-subgraph.ts',
        ...args,
      );
      expect({ args, status, stdout }).toEqual({ args, status: 1, stdout: '' });
      expect(stderr).toMatch(sentence);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
    expect(contents()).toEqual(before);
  },
  LIMIT_MS,
);

test(
  'a new subgraph starts with the others, answers through the router, and ends with them',
  async () => {
    const made = run('scripts/develop/new-subgraph/new-subgraph.ts', 'entregas', 'Delivery');
    expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: '' });
    expect(made.stdout).toContain('Next:');
    expect(run('scripts/develop/new-subgraph/new-subgraph.ts', 'entregas').stderr).toMatch(
      /^"entregas" is taken/,
    );

    const routerPort = await start();
    const url = `http://127.0.0.1:${routerPort}/graphql`;
    const { email } = DEMO_ACCOUNTS[0];
    const { accessToken } = await signIn(url, { email, password: DEMO_PASSWORD });
    const signedIn = { authorization: `Bearer ${accessToken}` };
    const registered = await query(
      url,
      `mutation { registrarEntregas(input: { code: "E1", name: "Miraflores" }) {
        delivery { id code } userErrors { code } } }`,
      {},
      signedIn,
    );
    expect(registered).toMatchObject({
      errors: undefined,
      data: { registrarEntregas: { delivery: { code: 'E1' }, userErrors: [] } },
    });
    const both = await query(
      url,
      '{ entregas { nodes { name } totalCount } productos(first: 1) { nodes { sku } } }',
      {},
      signedIn,
    );
    expect(both).toMatchObject({
      errors: undefined,
      data: {
        entregas: { nodes: [{ name: 'Miraflores' }], totalCount: 1 },
        productos: { nodes: [{ sku: expect.any(String) }] },
      },
    });
  },
  LIMIT_MS,
);

test(
  'a new subgraph passes the checks of types, format and composition, and its own tests',
  () => {
    run('scripts/develop/new-subgraph/new-subgraph.ts', 'almacenes', 'StorePlace');
    expect(run('scripts/contract/generate/generate.ts').stderr).toBe('');
    expect(run('scripts/contract/compose/compose.ts', '--check').status).toBe(0);
    const files = [
      'schema/almacenes.graphql',
      'subgraphs/almacenes',
      'tests/graph/almacenes/almacenes.test.ts',
      'common/topology/services.ts',
    ];
    const biome = spawnSync(join(tree, 'node_modules/.bin/biome'), ['check', ...files], {
      cwd: tree,
      encoding: 'utf8',
    });
    expect(biome).toMatchObject({ status: 0 });
    const types = spawnSync(join(tree, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json'], {
      cwd: tree,
      encoding: 'utf8',
    });
    expect(types.stdout).toBe('');
    const tests = run(
      'scripts/develop/test/test.ts',
      'subgraphs/almacenes',
      'router/config',
      'tests/graph/almacenes/almacenes',
      'tests/commands/containers',
      'tests/commands/deployment',
      'tests/commands/kubernetes.test',
      'tests/stores/migrated-database',
    );
    expect(tests.stderr).toMatch(/Test Suites: 7 passed, 7 total/);
  },
  LIMIT_MS,
);

/** `npm start` in the copy, on ports of its own. @returns the router's port */
async function start(): Promise<number> {
  const variables: Record<string, string> = { DATA_DIR: join(tree, '.data') };
  for (const name of [...SERVICES.map((service) => service.name), 'entregas']) {
    variables[portVariable(name)] = String(await freePort());
  }
  for (const name of [...SUBGRAPH_NAMES, 'entregas']) {
    const database = await createEmptyDatabase('joined');
    databases.push(database);
    variables[databaseUrlVariable(name)] = database.url;
  }
  const { NODE_ENV: _environment, NODE_OPTIONS: _options, ...inherited } = process.env;
  const started = spawn(process.execPath, ['scripts/stack/start/start.ts'], {
    cwd: tree,
    env: { ...inherited, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  program = started;
  let output = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (data) => {
      output += data;
    });
  }
  const isDecided = () => output.includes('Ready after') || started.exitCode !== null;
  await eventually('npm start says that it is ready', isDecided, 90_000);
  expect(output).toContain('Ready after');
  expect(existsSync(join(tree, '.data', 'logs', 'entregas.log'))).toBe(true);
  return Number(variables[portVariable('router')]);
}
