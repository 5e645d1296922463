// Goal: a subgraph that is down, slow or wrong costs only its own part of the answer, and clients
// learn where and in which code, never how.
// Method: the real router process between stand-ins, which fail as each test wants.
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { refusal } from '../../../common/process/errors/refusals.ts';
import { closeGracefully, listen } from '../../../common/process/http/http-server.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query, type ResponseError } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type StandIn, startStandIn } from './router-stand-in.ts';

let graph: Graph;
let ventas: StandIn;
let inventario: StandIn | undefined;

const page = (nodes: object[]) => ({
  nodes,
  edges: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false },
});

/** Three sales of two lines; the same two products in each. */
const sales = [1, 2, 3].map((sale) => ({
  id: `sale-${sale}`,
  items: ['p1', 'p2'].map((id) => ({ productName: `Radio ${id}`, product: { id } })),
}));

beforeAll(async () => {
  graph = await startGraph({ services: ['router'] });
  ventas = await startStandIn(graph, 'ventas', {
    Query: {
      ventas: () => page(sales),
      venta: () => {
        throw new Error('connect ECONNREFUSED mysql://ventas:pw@10.0.0.5/ventas');
      },
      resumenCliente: () => {
        throw refusal('BAD_USER_INPUT', 'El id no es válido.');
      },
    },
  });
});
afterEach(async () => {
  await inventario?.stop();
  inventario = undefined;
});
afterAll(async () => {
  await ventas?.stop();
  await graph?.stop();
});

const SALES = `{ ventas { nodes { id items { productName product { name } } } } }`;

interface Sales {
  ventas: { nodes: { items: { productName: string; product: { name: string } | null }[] }[] };
}

const productsOf = (data: Sales | null | undefined) =>
  data?.ventas.nodes.flatMap(({ items }) => items.map(({ product }) => product));

/** Nothing but message, path and the two extensions; no address, no name of a subgraph. */
function expectStandardForm(errors: readonly ResponseError[] | undefined) {
  for (const error of errors ?? []) {
    expect(Object.keys(error).sort()).toEqual(['extensions', 'message', 'path']);
    expect(Object.keys(error.extensions ?? {}).sort()).toEqual(['code', 'requestId']);
    expect(JSON.stringify(error)).not.toMatch(/http|127\.0\.0\.1|mysql|ECONN|inventario/);
  }
}

test('with inventario down sales still read, with an error at each missing product', async () => {
  const { status, data, errors, extensions } = await query<Sales>(graph.urls.router, SALES);
  expect(status).toBe(200);
  expect(productsOf(data)).toEqual([null, null, null, null, null, null]);
  expect(data?.ventas.nodes[0]?.items[0]?.productName).toBe('Radio p1');
  const places = [0, 1, 2].flatMap((sale) =>
    [0, 1].map((item) => ['ventas', 'nodes', sale, 'items', item, 'product']),
  );
  expect(errors?.map(({ path }) => path)).toEqual(places);
  const messages = new Set(errors?.map(({ message }) => message));
  expect(messages).toEqual(new Set(['Servicio no disponible; intente de nuevo.']));
  expectStandardForm(errors);
  expect(extensions).toBeUndefined();
});

test('a root field of a subgraph that is down is null, beside the data of the other', async () => {
  const document =
    '{ producto(id: "1") { id } otra: producto(id: "2") { id } ventas { nodes { id } } }';
  const { data, errors } = await query(graph.urls.router, document);
  expect(data).toMatchObject({ producto: null, otra: null, ventas: { nodes: [{}, {}, {}] } });
  expect(errors?.map(({ path }) => path)).toEqual([['producto'], ['otra']]);
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual([
    'SERVICE_UNAVAILABLE',
    'SERVICE_UNAVAILABLE',
  ]);
  expectStandardForm(errors);
});

test('a list that is away is null with an error, never an empty list', async () => {
  const { data, errors } = await query(graph.urls.router, '{ categorias { id } }');
  expect(data).toEqual({ categorias: null });
  expect(errors?.map(({ path }) => path)).toEqual([['categorias']]);
});

test('a product that stands on six lines of three sales is asked for once', async () => {
  const asked: string[] = [];
  inventario = await startStandIn(graph, 'inventario', {
    Product: {
      __resolveReference: ({ id }: { id: string }) => {
        asked.push(id);
        return { id, name: `Radio ${id}` };
      },
    },
  });
  const { data, errors } = await query<Sales>(graph.urls.router, SALES);
  expect(errors).toBeUndefined();
  expect(asked.sort()).toEqual(['p1', 'p2']);
  expect(productsOf(data)?.map((product) => product?.name)).toEqual([
    'Radio p1',
    'Radio p2',
    'Radio p1',
    'Radio p2',
    'Radio p1',
    'Radio p2',
  ]);
});

test('a product that is gone is null and no error, without the gateway’s English remarks', async () => {
  inventario = await startStandIn(graph, 'inventario', {
    Product: { __resolveReference: () => null },
  });
  const { data, errors, extensions } = await query<Sales>(graph.urls.router, SALES);
  expect(productsOf(data)).toEqual([null, null, null, null, null, null]);
  expect(errors).toBeUndefined();
  expect(extensions).toBeUndefined();
});

test('one product that fails has its error on each of its lines, masked; the others are there', async () => {
  inventario = await startStandIn(graph, 'inventario', {
    Product: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }) => {
        if (id === 'p2') throw new Error('table inventario.Product is corrupt');
        return `Radio ${id}`;
      },
    },
  });
  const { data, errors } = await query<Sales>(graph.urls.router, SALES);
  const first = { name: 'Radio p1' };
  expect(productsOf(data)).toEqual([first, null, first, null, first, null]);
  expect(errors?.map(({ path, message }) => ({ path, message }))).toEqual(
    [0, 1, 2].map((sale) => ({
      path: ['ventas', 'nodes', sale, 'items', 1, 'product', 'name'],
      message: 'Falla interna del servidor.',
    })),
  );
  expectStandardForm(errors);
});

test('a subgraph that hangs costs its part, as a TIMEOUT, before the client gives up', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  inventario = await startStandIn(graph, 'inventario', {
    Product: { __resolveReference: () => released },
  });
  const startedAtMs = performance.now();
  const { data, errors } = await query<Sales>(graph.urls.router, SALES);
  release();
  expect(performance.now() - startedAtMs).toBeLessThan(4_000);
  expect(productsOf(data)?.every((product) => product === null)).toBe(true);
  const codes = errors?.map(({ extensions }) => extensions?.['code']);
  expect(codes).toEqual(Array(6).fill('TIMEOUT'));
  expectStandardForm(errors);
});

test('an unexpected failure of a subgraph is masked; its request id leads to the log', async () => {
  const { data, errors } = await query(graph.urls.router, '{ venta(id: "1") { id } }');
  expect(data).toEqual({ venta: null });
  expect(errors).toEqual([
    expect.objectContaining({ message: 'Falla interna del servidor.', path: ['venta'] }),
  ]);
  expectStandardForm(errors);
  const { requestId } = errors?.[0]?.extensions ?? {};
  const events = () => {
    const lines = graph.logs('router').filter((line) => line['requestId'] === requestId);
    return lines.map(({ event }) => event).join();
  };
  await eventually('both lines', () => events() === 'request.failed,request.completed');
});

test('a refusal that clients are meant to see keeps its code and its detail', async () => {
  const { errors } = await query(
    graph.urls.router,
    '{ resumenCliente(customerId: "x") { salesCount } }',
  );
  expect(errors).toEqual([
    expect.objectContaining({
      message: 'Datos de entrada inválidos. El id no es válido.',
      path: ['resumenCliente'],
      extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    }),
  ]);
});

test('a mutation of a subgraph that is down is one refusal at its field', async () => {
  const { data, errors } = await query(
    graph.urls.router,
    'mutation { crearCategoria(input: { name: "A" }) { category { id } } }',
  );
  expect(data).toEqual({ crearCategoria: null });
  expect(errors).toMatchObject([
    { path: ['crearCategoria'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
  ]);
});

test('a subgraph that leaves out what it owes is a refusal, not an answer without data and errors', async () => {
  const { port, hostname } = new URL(graph.urls.inventario);
  const careless = createServer((_request, response) =>
    response.end('{"data":{"categorias":[{"id":null}]}}'),
  );
  await listen(careless, hostname, Number(port));
  try {
    const answer = await query(graph.urls.router, '{ categorias { id } }');
    expect(answer.data).toEqual({ categorias: null });
    expect(answer.errors).toMatchObject([
      { path: ['categorias', 0, 'id'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(answer.extensions).toBeUndefined();
  } finally {
    await closeGracefully(careless);
  }
});

test('a router with the wrong secret looks like an absence to clients and an error to operators', async () => {
  const stranger = await startGraph({
    services: ['router'],
    environment: { router: { VENTAS_URL: graph.urls.ventas } },
  });
  try {
    const { errors } = await query(stranger.urls.router, SALES);
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['SERVICE_UNAVAILABLE']);
    expectStandardForm(errors);
    await eventually('the line in the log', () =>
      stranger
        .logs('router')
        .some(({ event, level }) => event === 'subgraph.call-failed' && level === 'error'),
    );
  } finally {
    await stranger.stop();
  }
});
