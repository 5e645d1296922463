// Goal: one sale can be followed through the logs of all services by one id.
import { get } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { authorizationFor } from '../../../scripts/stack/throwaway/graphql-client.ts';
import {
  type Graph,
  type LogLine,
  startGraph,
} from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const EVENT_BY_SERVICE = {
  router: 'request.completed',
  ventas: 'sale.completed',
  inventario: 'reservation.held',
} as const;

/** Sells, with a request id or without. @returns the id in the answer's header, and the sale's */
async function sellWith(headers: Record<string, string>) {
  const product = await shop.addProduct({ stock: 1 });
  const authorization = await authorizationFor(graph.urls.router);
  const response = await fetch(graph.urls.router, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization, ...headers },
    body: JSON.stringify({
      query: `mutation Sell($input: RealizarVentaInput!) {
        realizarVenta(input: $input) { sale { id } }
      }`,
      variables: {
        input: {
          idempotencyKey: crypto.randomUUID(),
          sellerId: shop.sellerId,
          items: [{ productId: product.id, quantity: 1 }],
        },
      },
    }),
  });
  const body = (await response.json()) as { data: { realizarVenta: { sale: { id: string } } } };
  return {
    requestId: response.headers.get('x-request-id') ?? '',
    saleId: body.data.realizarVenta.sale.id,
  };
}

/** The line of each service's log that tells of this request. */
function logLinesOf(requestId: string): Promise<Record<keyof typeof EVENT_BY_SERVICE, LogLine>> {
  const names = Object.keys(EVENT_BY_SERVICE) as (keyof typeof EVENT_BY_SERVICE)[];
  return eventually('all services have told of the request', () => {
    const found = names.map((name) => {
      const isIt = (line: LogLine) =>
        line['event'] === EVENT_BY_SERVICE[name] && line['requestId'] === requestId;
      return [name, graph.logs(name).find(isIt)] as const;
    });
    return found.every(([, line]) => line) && Object.fromEntries(found);
  }) as Promise<Record<keyof typeof EVENT_BY_SERVICE, LogLine>>;
}

test.each([
  ['that the client sent', { 'x-request-id': 'caja-3:pedido.77' }],
  ['that the router made', {}],
])('the id %s is in the logs of router, ventas and inventario', async (_, headers) => {
  const { requestId, saleId } = await sellWith(headers as Record<string, string>);

  expect(requestId).toMatch('x-request-id' in headers ? /^caja-3:pedido\.77$/ : UUID);
  const lines = await logLinesOf(requestId);
  expect(lines.router).toMatchObject({ service: 'router', level: 'info' });
  expect(lines.ventas).toMatchObject({
    service: 'ventas',
    saleId,
    durationMs: expect.any(Number),
    replayed: false,
  });
  expect(lines.inventario).toMatchObject({ service: 'inventario', saleId });
});

test('of sales made together, each is logged under its own request', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `caja-${index}`);
  const sold = await Promise.all(ids.map((id) => sellWith({ 'x-request-id': id })));
  for (const { requestId, saleId } of sold) {
    const lines = await logLinesOf(requestId);
    expect(lines.ventas['saleId']).toBe(saleId);
    expect(lines.inventario['saleId']).toBe(saleId);
  }
  expect(sold.map(({ requestId }) => requestId)).toEqual(ids);
});

test.each([
  ['too long', 'a'.repeat(65)],
  ['with spaces', 'caja 3'],
  ['with an encoded line break', 'caja%0d%0aset-cookie:x'],
  ['that would break a line of the log', 'caja","level":"error'],
  ['with a letter that is not ASCII', 'caja\u00f1'],
])('an id %s is replaced by a new one and not written down', async (_, given) => {
  const { requestId } = await sellWith({ 'x-request-id': given });
  expect(requestId).toMatch(UUID);
  const lines = await logLinesOf(requestId);
  expect(lines.router['requestId']).toBe(requestId);
  expect(graph.logs('router').map((line) => line['requestId'])).not.toContain(given);
});

test('an empty id and two ids at once are replaced too', async () => {
  for (const given of [[''], ['caja-1', 'caja-2']]) {
    const answered = await sendWithIds(given);
    expect(answered).toMatch(UUID);
  }
});

test('a line break cannot be smuggled into an answer or a log', async () => {
  // No client library sends this, so the bytes are written by hand.
  const answer = await sendBytes(
    'GET /health/live HTTP/1.1\r\nhost: x\r\nx-request-id: caja\rset-cookie: x\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).not.toContain('set-cookie');
});

test('a request that is refused before GraphQL has an id too, in header and body', async () => {
  const response = await fetch(graph.urls.router, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  const body = (await response.json()) as { errors: { extensions: { requestId: string } }[] };
  expect(response.headers.get('x-request-id')).toMatch(UUID);
  expect(body.errors[0]?.extensions.requestId).toBe(response.headers.get('x-request-id'));
});

/** @returns the id in the header of the answer */
function sendWithIds(ids: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { headers: { 'x-request-id': ids } };
    get(new URL('/health/live', graph.urls.router), options, (response) => {
      response.resume();
      resolve(String(response.headers['x-request-id']));
    }).on('error', reject);
  });
}

async function sendBytes(bytes: string): Promise<string> {
  const { hostname, port } = new URL(graph.urls.router);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}
