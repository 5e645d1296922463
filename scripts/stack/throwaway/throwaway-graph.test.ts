// Goal: the graph that other tests stand on can be started, broken and mended.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isAlive } from '../machine/processes.ts';
import { eventually } from './eventually.ts';
import { query } from './graphql-client.ts';
import { type Graph, startGraph } from './throwaway-graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});

afterAll(() => graph.stop());

test('the router answers, and what services log can be read', async () => {
  const { status, data } = await query(graph.urls.router, '{ __typename }');

  expect({ status, data }).toEqual({ status: 200, data: { __typename: 'Query' } });
  expect(graph.logs('ventas')).toContainEqual(
    expect.objectContaining({ event: 'service.started', service: 'ventas' }),
  );
});

test('a killed service stays down until it is started again', async () => {
  const pid = graph.pid('ventas') ?? 0;

  await graph.kill('ventas');
  expect(graph.pid('ventas')).toBeUndefined();
  expect(isAlive(pid)).toBe(false);

  await graph.start('ventas');
  expect(graph.pid('ventas')).not.toBe(pid);
});

test('a paused service answers only after it is resumed', async () => {
  graph.pause('inventario');
  const answer = fetch(new URL('/health/live', graph.urls.inventario)).then(({ status }) => status);
  const early = await Promise.race([answer, query(graph.urls.router, '{ __typename }')]);
  graph.resume('inventario');

  expect(early).toMatchObject({ status: 200, data: { __typename: 'Query' } });
  expect(await answer).toBe(200);
});

test('a supervised graph brings back what is killed; a subset and extra variables are possible', async () => {
  const supervised = await startGraph({
    services: ['inventario'],
    environment: { inventario: { LOG_LEVEL: 'debug' } },
    supervised: true,
  });
  try {
    const pid = supervised.pid('inventario');
    await supervised.kill('inventario');

    await eventually('another process', () => {
      const now = supervised.pid('inventario');
      return now !== undefined && now !== pid;
    });
    await supervised.ready('inventario');
  } finally {
    await supervised.stop();
  }
});
