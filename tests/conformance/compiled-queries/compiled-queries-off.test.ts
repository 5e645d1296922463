// Goal: with COMPILED_QUERIES=off a subgraph answers as ever, and has no compiler at all.
// Method: two real processes, one with and one without it; every module that they load is noted.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { callAs } from '../../support/service-call.ts';

const PRELOAD = resolve(import.meta.dirname, '../../support/record-modules.mjs');

let directory: string;
let graph: Graph;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-compiler-'));
  const recorded = (name: string) => ({
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${PRELOAD}`,
    MODULES_FILE: join(directory, name),
  });
  graph = await startGraph({
    services: ['inventario', 'ventas'],
    environment: {
      inventario: { ...recorded('inventario'), COMPILED_QUERIES: 'off' },
      ventas: recorded('ventas'),
    },
  });
});
afterAll(async () => {
  await graph?.stop();
  rmSync(directory, { recursive: true });
});

const loadsCompiler = (name: string) =>
  readFileSync(join(directory, name), 'utf8').includes('/node_modules/graphql-jit/');

test('a subgraph that is told not to compile loads no compiler, another one does', () => {
  expect(loadsCompiler('ventas')).toBe(true);
  expect(loadsCompiler('inventario')).toBe(false);
});

test('its mutations, lists and connections are answered without it', async () => {
  const ask = async (document: string) => {
    const reply = await callAs(graph, { caller: 'router', callee: 'inventario', document });
    return JSON.parse(reply.text) as unknown;
  };
  await ask('mutation { crearCategoria(input: { name: "Focos" }) { category { id } } }');

  expect(await ask('{ categorias { name products(first: 1) { nodes { id } } } }')).toEqual({
    data: { categorias: [{ name: 'Focos', products: { nodes: [] } }] },
  });
});
