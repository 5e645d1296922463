// Goal: a connection that moves nothing ends, and resting ones make room for new ones.
// Method: a server with small limits, and raw sockets that read nothing, or nothing more.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { createHttpServer, type HttpCall, listen } from './http-server.ts';
import type { StrangerLimits } from './strangers.ts';

/** More than the buffers between two sockets hold. */
const LONG = 'x'.repeat(32 * 1024 * 1024);
const REQUEST = 'GET / HTTP/1.1\r\nhost: shop\r\n\r\n';

let server: Server;
/** Of the last request: aborted when it ended without its whole answer. */
let clientGone: AbortSignal | undefined;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

async function serve(body: string, strangers: Partial<StrangerLimits>): Promise<void> {
  const route = async (call: HttpCall) => {
    clientGone = call.clientGone;
    return { status: 200, headers: {}, body };
  };
  server = createHttpServer({ routes: { '/': route }, maxBodyBytes: 1, strangers, log: silentLog });
  await listen(server, '127.0.0.1', 0);
}

async function open(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Asks, and reads the answer to its end. */
async function ask(socket: Socket): Promise<void> {
  socket.write(REQUEST);
  await once(socket, 'data');
}

test('an answer that nobody reads is cut', async () => {
  await serve(LONG, { timeout: 300 });
  const accepted = once(server, 'connection');
  const reader = await open();
  const [socket] = (await accepted) as [Socket];
  reader.pause();
  reader.write(REQUEST);

  await once(socket, 'close');
  expect(clientGone?.aborted).toBe(true);
});

test('an answer that is read slowly is not cut', async () => {
  await serve(LONG, { timeout: 300 });
  const reader = await open();
  let read = 0;
  reader.on('data', (chunk: Buffer) => {
    read += chunk.length;
    reader.pause();
    setImmediate(() => reader.resume());
  });
  reader.write(REQUEST);
  while (read < LONG.length) await once(reader, 'data');
  expect(reader.destroyed).toBe(false);
});

test('when there are almost too many connections, the one that rests longest is closed', async () => {
  await serve('short', { maxConnections: 10 });
  const first = await open();
  await ask(first);
  const others: Socket[] = [];
  for (let count = 0; count < 8; count++) others.push(await open());
  await ask(others[0]!);
  expect(first.destroyed).toBe(false);

  const closed = once(first, 'close');
  const late = await open();
  await closed;
  await ask(late);
  expect(others.every((socket) => !socket.destroyed)).toBe(true);
});
