// Goal: the router talks to nobody but its subgraphs, whatever its libraries would like to report.
// Method: every connection and name look-up of the real process is recorded.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type StandIn, startStandIn } from './router-stand-in.ts';

const PRELOAD = resolve(import.meta.dirname, '../../support/record-connections.mjs');

let directory: string;
let graph: Graph;
let inventario: StandIn;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-connections-'));
  graph = await startGraph({
    services: ['router'],
    environment: {
      router: {
        NODE_ENV: 'development',
        NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${PRELOAD}`,
        CONNECTIONS_FILE: join(directory, 'connections.jsonl'),
        // The variables that would make Apollo's libraries report, were it not turned off.
        APOLLO_TELEMETRY_DISABLED: 'false',
        APOLLO_KEY: 'service:electroplus:not-a-real-key',
        APOLLO_GRAPH_REF: 'electroplus@current',
      },
    },
  });
  inventario = await startStandIn(graph, 'inventario', { Query: { categorias: () => [] } });
});
afterAll(async () => {
  await graph?.stop();
  await inventario?.stop();
  rmSync(directory, { recursive: true });
});

test('from start to stop the router connects to its subgraphs and to nothing else', async () => {
  const { origin } = new URL(graph.urls.router);
  const { data } = await query(graph.urls.router, '{ categorias { id } }');
  expect(data).toEqual({ categorias: [] });
  await query(graph.urls.router, '{ ventas { nodes { id } } }');
  await query(graph.urls.router, '{ nada }');
  await fetch(`${origin}/graphiql`);
  await fetch(graph.urls.router, { headers: { accept: 'text/html' } });
  await graph.kill('router', 'SIGTERM');

  const lines = readFileSync(join(directory, 'connections.jsonl'), 'utf8').trim().split('\n');
  const seen = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const subgraphs = [graph.urls.inventario, graph.urls.ventas, graph.urls.usuarios].map((url) =>
    Number(new URL(url).port),
  );
  const connections = seen.filter(({ port }) => port !== undefined);
  // The recorder works: it saw the call that was answered, and the one that was not.
  expect([...new Set(connections.map(({ port }) => port))].sort()).toEqual(subgraphs.sort());
  // Its own address is looked up to listen on it.
  expect(seen.filter(({ host, lookup }) => (host ?? lookup) !== '127.0.0.1')).toEqual([]);
});
