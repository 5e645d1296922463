// Goal: a new supergraph is taken while the router runs, a broken one is not, and neither a reload
// nor a stop costs a request that is under way.
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { composeFiles } from '../../../scripts/contract/compose/compose-files.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type StandIn, startStandIn } from './router-stand-in.ts';

const SCHEMA = resolve(import.meta.dirname, '../../../schema');

let directory: string;
let supergraphFile: string;
let graph: Graph;
let inventario: StandIn;
/** Lets `categorias` answer. */
let release: () => void;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-reload-'));
  supergraphFile = join(directory, 'supergraph.graphql');
  cpSync(join(SCHEMA, 'supergraph.graphql'), supergraphFile);
  graph = await startGraph({
    services: ['router'],
    environment: { router: { SUPERGRAPH_FILE: supergraphFile } },
  });
  const gate = Promise.withResolvers<void>();
  release = gate.resolve;
  inventario = await startStandIn(graph, 'inventario', {
    Query: { categorias: () => gate.promise.then(() => []) },
  });
});
afterEach(async () => {
  release?.();
  await graph?.stop();
  await inventario?.stop();
  rmSync(directory, { recursive: true });
});

/** The real graph with one root field more. */
function supergraphWith(field: string): string {
  const schemas = mkdtempSync(join(directory, 'schemas-'));
  for (const name of ['shared', ...SUBGRAPH_NAMES]) {
    cpSync(join(SCHEMA, `${name}.graphql`), join(schemas, `${name}.graphql`));
  }
  const text = readFileSync(join(SCHEMA, 'inventario.graphql'), 'utf8');
  const extended = text.replace('type Query {', `type Query {\n  "New."\n  ${field}: String\n`);
  writeFileSync(join(schemas, 'inventario.graphql'), extended);
  return composeFiles(schemas).supergraphSdl!;
}

function replaceSupergraph(text: string): void {
  writeFileSync(`${supergraphFile}.new`, text);
  renameSync(`${supergraphFile}.new`, supergraphFile);
}

async function rootFields(): Promise<string[]> {
  const { data } = await query<{ __type: { fields: { name: string }[] } }>(
    graph.urls.router,
    '{ __type(name: "Query") { fields { name } } }',
  );
  return data!.__type.fields.map(({ name }) => name);
}

const events = (name: string) => graph.logs('router').filter(({ event }) => event === name);

test('a field of a new supergraph appears without a restart; a broken one changes nothing', async () => {
  expect(await rootFields()).not.toContain('novedades');
  replaceSupergraph(supergraphWith('novedades'));
  await eventually('the new field', async () => (await rootFields()).includes('novedades'));

  for (const [count, broken] of ['type Query {', '', 'type Query { a: Int }'].entries()) {
    replaceSupergraph(broken);
    await eventually('the refusal', () => events('supergraph.rejected').length === count + 1);
    expect(await rootFields()).toContain('novedades');
  }

  replaceSupergraph(supergraphWith('ofertas'));
  await eventually('the next good one', async () => (await rootFields()).includes('ofertas'));
});

test('a field that a new supergraph has no more is refused, though it was asked for before', async () => {
  const ask = () => query(graph.urls.router, '{ novedades }');
  const before = readFileSync(supergraphFile, 'utf8');
  replaceSupergraph(supergraphWith('novedades'));
  await eventually('the new field', async () => (await ask()).data !== undefined);
  await ask();
  replaceSupergraph(before);
  await eventually('the reload', () => events('supergraph.loaded').length === 3);
  expect((await ask()).errors).toMatchObject([
    { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ]);
});

test('a supergraph with a subgraph that the router does not know is refused', async () => {
  const unknown = readFileSync(supergraphFile, 'utf8').replaceAll('name: "ventas"', 'name: "otro"');
  replaceSupergraph(unknown);
  await eventually('the refusal', () => events('supergraph.rejected').length > 0);
  expect(await rootFields()).toContain('ventas');
});

test('a request that is under way when the supergraph changes is answered', async () => {
  const answer = query(graph.urls.router, '{ categorias { id } }');
  await eventually('the request at the subgraph', () => inventario.requests.length > 0);
  replaceSupergraph(supergraphWith('novedades'));
  await eventually('the reload', () => events('supergraph.loaded').length === 2);
  release();
  expect(await answer).toMatchObject({ data: { categorias: [] }, errors: undefined });
});

test('a request that is under way when the router is told to stop is answered', async () => {
  const answer = query(graph.urls.router, '{ categorias { id } }');
  await eventually('the request at the subgraph', () => inventario.requests.length > 0);
  const stopped = graph.kill('router', 'SIGTERM');
  release();
  expect(await answer).toMatchObject({ data: { categorias: [] } });
  await stopped;
  expect(events('service.stopped')).toHaveLength(1);
});
