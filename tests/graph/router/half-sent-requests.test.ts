// Goal: who sends half a request, and never the rest, keeps nobody else from the shop.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';

/** More than are worked on at once. */
const MANY = 150;

let graph: Graph;
const sockets: Socket[] = [];

beforeAll(async () => {
  graph = await startGraph();
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => graph?.stop());

/** Opens connections that send a text and then nothing. */
async function sendHalf(text: string): Promise<Socket[]> {
  const { hostname, port } = new URL(graph.urls.router);
  const opened = Array.from({ length: MANY }, () => connect(Number(port), hostname));
  sockets.push(...opened);
  for (const socket of opened) socket.on('error', () => socket.destroy());
  await Promise.all(opened.map((socket) => once(socket, 'connect')));
  for (const socket of opened) socket.write(text);
  return opened;
}

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n';

test.each([
  ['a head without an end', HEAD],
  ['a head without its body', `${HEAD}content-length: 100\r\n\r\n`],
  ['half a body', `${HEAD}content-length: 100\r\n\r\n{"query":`],
  ['a chunk of an endless body', `${HEAD}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`],
])(
  'beside many connections with %s the shop answers, and they end',
  async (_, text) => {
    const opened = await sendHalf(text);
    const { status, data } = await query(graph.urls.router, '{ categorias { id } }');
    expect({ status, data }).toEqual({ status: 200, data: { categorias: [] } });
    for (const socket of opened) socket.resume();
    await Promise.all(opened.map((socket) => socket.closed || once(socket, 'close')));
  },
  40_000,
);
