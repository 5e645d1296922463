import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { TypedDocument } from '../../common/process/http/typed-document.ts';
import { createExecute, createPersist, RefusedError, TransientError } from './graph-client.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A router that gives these answers, one after the other, then the last one again. */
async function routerAnswering(...answers: { status?: number; body: unknown }[]): Promise<string> {
  let index = 0;
  server = createServer((_request, response) => {
    const { status = 200, body } = answers[Math.min(index++, answers.length - 1)]!;
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const faulty = (code: string) => ({
  errors: [{ message: 'No.', extensions: { code } }],
  data: null,
});
/** An operation of no contract: the router of these tests does not read what it is asked. */
const OK = 'query Ok { ok }' as TypedDocument<unknown, object>;

const QUICK = { maxAttempts: 3, initialDelayMs: 1, maxDelayMs: 2 };
const never = new AbortController().signal;

test('data is returned', async () => {
  const url = await routerAnswering({ body: { data: { ok: true } } });
  expect(await createExecute(url)(OK, {})).toEqual({ ok: true });
});

test('a busy router is asked again until it answers', async () => {
  const url = await routerAnswering(
    { status: 503, body: 'busy' },
    { body: faulty('TIMEOUT') },
    { body: { data: 1 } },
  );
  const execute = createExecute(url);
  expect(await createPersist(never, QUICK)(() => execute(OK, {}))).toBe(1);
});

test('a refusal is final, although its data may be partly there', async () => {
  const url = await routerAnswering({ body: { ...faulty('BAD_USER_INPUT'), data: { ok: null } } });
  const execute = createExecute(url);
  const refusal = createPersist(never, QUICK)(() => execute(OK, {}));
  await expect(refusal).rejects.toMatchObject({
    constructor: RefusedError,
    code: 'BAD_USER_INPUT',
  });
});

test('an address that is no graph is refused, not asked again', async () => {
  const url = await routerAnswering({ status: 404, body: 'Not here' });
  await expect(createExecute(url)(OK, {})).rejects.toMatchObject({
    code: 'NOT_GRAPHQL',
  });
});

test('when the limit is reached the operator is told to run the command again', async () => {
  const url = await routerAnswering({ body: faulty('SERVER_BUSY') });
  const execute = createExecute(url);
  const given = createPersist(never, QUICK)(() => execute(OK, {}));
  await expect(given).rejects.toThrow(/SERVER_BUSY.*run the same command again/);
});

test('after a stop nothing is tried again', async () => {
  const url = await routerAnswering({ body: faulty('SERVER_BUSY') });
  const execute = createExecute(url);
  const stop = new AbortController();
  const slow = { maxAttempts: 5, initialDelayMs: 60_000, maxDelayMs: 60_000 };
  const given = createPersist(
    stop.signal,
    slow,
  )(async () => {
    setImmediate(() => stop.abort());
    return execute(OK, {});
  });
  await expect(given).rejects.toBeInstanceOf(TransientError);
});
