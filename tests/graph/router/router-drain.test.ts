// Goal: neither a new supergraph nor a stop of the router costs a client an answer, under load.
// Method: clients that write and read in a closed loop; a stand-in that counts what it carried out.
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { authorizationFor } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type StandIn, startStandIn } from './router-stand-in.ts';

const SUPERGRAPH = resolve(import.meta.dirname, '../../../schema/supergraph.graphql');
const CLIENTS = 16;
const WORK_MS = 15;
const DRAIN_MS = 3_000;

let directory: string;
let supergraphFile: string;
let graph: Graph;
let inventario: StandIn;
let agent: Agent;
/** Slugs of the categories that the stand-in made. */
let made: string[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-drain-'));
  supergraphFile = join(directory, 'supergraph.graphql');
  cpSync(SUPERGRAPH, supergraphFile);
  agent = new Agent({ connections: CLIENTS });
  made = [];
  graph = await startGraph({
    services: ['router'],
    environment: { router: { SUPERGRAPH_FILE: supergraphFile, DRAIN_MS: String(DRAIN_MS) } },
  });
  inventario = await startStandIn(graph, 'inventario', {
    Query: { categorias: () => delay(WORK_MS).then(() => []) },
    Mutation: {
      crearCategoria: async (_: unknown, { input }: { input: { name: string } }) => {
        await delay(WORK_MS);
        made.push(input.name);
        return { category: { id: input.name, name: input.name, slug: 'a' }, userErrors: [] };
      },
    },
  });
});
afterEach(async () => {
  await agent.destroy();
  await graph?.stop();
  await inventario?.stop();
  rmSync(directory, { recursive: true });
});

const TURNED_AWAY = new Set<unknown>(['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET']);

const WRITE = `mutation ($input: CrearCategoriaInput!) {
  crearCategoria(input: $input) { category { id } }
}`;

interface Load {
  /** Names whose category a client was told of. */
  answered: Set<string>;
  /** Requests that got a connection and then no good answer. */
  lost: string[];
  isRefused: boolean;
  stop(): Promise<void>;
}

/** Clients that write and read until they are stopped or nobody listens any more. */
function startLoad(): Load {
  let isStopped = false;
  const load: Load = {
    answered: new Set(),
    lost: [],
    isRefused: false,
    stop: async () => undefined,
  };

  const signingIn = authorizationFor(graph.urls.router);
  const send = async (body: object) => {
    const authorization = await signingIn;
    const response = await request(graph.urls.router, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify(body),
    });
    const text = await response.body.text();
    if (response.statusCode !== 200 || text.includes('"errors"')) load.lost.push(text);
    return text;
  };
  const client = async (_: unknown, number: number) => {
    for (let turn = 0; !isStopped && !load.isRefused; turn++) {
      const name = `${number}-${turn}`;
      try {
        await send({ query: '{ categorias { id } }' });
        await send({ query: WRITE, variables: { input: { name } } });
        load.answered.add(name);
      } catch (error) {
        // A connection that nobody took: had the router begun with the request, what the stand-in
        // made would not be what the clients were told.
        if (!TURNED_AWAY.has((error as { code?: string }).code)) load.lost.push(String(error));
        load.isRefused = true;
      }
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  load.stop = async () => {
    isStopped = true;
    await clients;
  };
  return load;
}

const loads = () =>
  graph.logs('router').filter(({ event }) => event === 'supergraph.loaded').length;

test('under load, three reloads of the supergraph cost nobody an answer', async () => {
  const load = startLoad();
  for (let version = 1; version <= 3; version++) {
    const text = readFileSync(SUPERGRAPH, 'utf8').replace(
      'type Query',
      `"""V${version}"""\ntype Query`,
    );
    writeFileSync(`${supergraphFile}.new`, text);
    renameSync(`${supergraphFile}.new`, supergraphFile);
    await eventually(`version ${version}`, () => loads() === version + 1);
  }
  await load.stop();
  expect(load.lost).toEqual([]);
  expect(load.answered.size).toBeGreaterThan(CLIENTS);
  expect([...load.answered].sort()).toEqual([...made].sort());
});

test('at a stop the router first says that it is not ready, goes on answering, then finishes all', async () => {
  const load = startLoad();
  await eventually('some work', () => load.answered.size > CLIENTS);
  const gone = graph.kill('router', 'SIGTERM');
  const ready = graph.urls.router.replace('/graphql', '/health/ready');
  await eventually('not ready', async () => (await fetch(ready)).status === 503);
  const atFlip = load.answered.size;
  await eventually('answers after the flip', () => load.answered.size > atFlip + CLIENTS);

  await gone;
  await load.stop();
  expect(load.lost).toEqual([]);
  // Somebody was told of everything that was carried out.
  expect([...load.answered].sort()).toEqual([...made].sort());
  expect(graph.logs('router').at(-1)?.['event']).toBe('service.stopped');
});
