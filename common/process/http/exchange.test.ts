import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Pool } from 'undici';
import { AnswerTimeoutError, exchange } from './exchange.ts';

const received: string[] = [];
let answer: (body: string, response: ServerResponse) => void;
const server = createServer(async (request, response) => {
  const body = await text(request);
  received.push(body);
  answer(body, response);
});
let pool: Pool;

beforeEach(async () => {
  received.length = 0;
  answer = (body, response) => response.end(`answer to ${body}`);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1, maxResponseSize: 1_000 });
});
afterEach(async () => {
  await pool.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = (body: string, timeoutMs = 10_000) =>
  exchange(pool, { path: '/', headers: { 'content-type': 'text/plain' }, body }, timeoutMs);

test('an answer comes whole, in however many pieces it was sent', async () => {
  answer = (_, response) => {
    response.writeHead(201, { 'x-kind': 'in pieces' });
    const [first, second] = [
      Buffer.from('mañana').subarray(0, 3),
      Buffer.from('mañana').subarray(3),
    ];
    response.write(first);
    setImmediate(() => response.end(second));
  };
  const { status, headers, text: whole } = await post('x');

  expect({ status, kind: headers['x-kind'], whole }).toEqual({
    status: 201,
    kind: 'in pieces',
    whole: 'mañana',
  });
});

test('an answer without a body is an empty text', async () => {
  answer = (_, response) => response.writeHead(204).end();

  expect((await post('x')).text).toBe('');
});

test('an answer that stops in its middle is late', async () => {
  answer = (_, response) => response.write('half');

  await expect(post('x', 50)).rejects.toBeInstanceOf(AnswerTimeoutError);
});

test('what still waits for a connection when its time is over is never sent', async () => {
  const [reached, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  answer = async (body, response) => {
    reached.resolve();
    await release.promise;
    response.end(body);
  };
  const first = post('first');
  await reached.promise;
  await expect(post('second', 20)).rejects.toBeInstanceOf(AnswerTimeoutError);
  release.resolve();
  await first;
  await post('third');

  expect(received).toEqual(['first', 'third']);
});

test('a connection that is cut, and an answer above the limit, are errors but not lateness', async () => {
  answer = (body, response) =>
    body === 'cut' ? response.destroy() : response.end('x'.repeat(1_001));
  const failures = await Promise.allSettled([post('cut'), post('large')]);

  for (const failure of failures) {
    if (failure.status !== 'rejected') throw new Error('It was answered');
    expect(failure.reason).toBeInstanceOf(Error);
    expect(failure.reason).not.toBeInstanceOf(AnswerTimeoutError);
  }
  // It may have been carried out: only its sender knows whether it can be sent again.
  expect(received).toEqual(['cut', 'large']);
});
