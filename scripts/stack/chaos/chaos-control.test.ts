// Goal: who does not know the token of this start does nothing, and who knows it stays within the
// limits; a load ends when nobody looks any longer. Method: the real endpoint, with processes and a
// worker that only note what they are told.
import { afterEach, expect, test } from '@jest/globals';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { eventually } from '../throwaway/eventually.ts';
import { type ChaosControl, startChaosControl } from './chaos-control.ts';
import type { ChaosHelper } from './chaos-helper.ts';
import {
  type ChaosEvent,
  type ChaosStatus,
  nothingYet,
  TARGETS,
  type TargetName,
  type WorkerOrder,
} from './chaos-status.ts';

const KILL_EVERY_MS = 200;
const GONE_AFTER_MS = 300;

let control: ChaosControl | undefined;
afterEach(async () => {
  await control?.stop();
  control = undefined;
});

/** A worker that says that it sells from its order on, until the load is ended. */
function notingHelper(orders: WorkerOrder['kind'][]): ChaosHelper {
  const status = nothingYet();
  let isAlive = false;
  return {
    status: () => status,
    isAlive: () => isAlive,
    isLoading: () => status.load.state !== 'IDLE',
    order({ kind }) {
      isAlive = true;
      orders.push(kind);
      if (kind === 'LOAD') status.load.state = 'SELLING';
      if (kind === 'END_LOAD') status.load.state = 'IDLE';
    },
    async dismiss() {
      isAlive = false;
    },
  };
}

async function start(down: readonly TargetName[] = []) {
  const killed: TargetName[] = [];
  const orders: WorkerOrder['kind'][] = [];
  let helper: ChaosHelper | undefined;
  control = await startChaosControl({
    targets: TARGETS.map((name, index) => ({
      name,
      pid: () => (down.includes(name) ? null : index + 1),
      kill: () => void killed.push(name),
      isReady: async () => true,
    })),
    helper: () => {
      helper = notingHelper(orders);
      return helper;
    },
    log: silentLog,
    killEveryMs: KILL_EVERY_MS,
    goneAfterMs: GONE_AFTER_MS,
  });
  const { port, token } = control;
  const send = async (path: string, body?: unknown, authorization = `Bearer ${token}`) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization, 'x-chaos-bearer': 'of-the-administrator' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as ChaosStatus & {
      errors?: { message: string; extensions: { code: string } }[];
    };
    return { status: response.status, headers: response.headers, answer };
  };
  return { send, killed, orders, isAlive: () => helper?.isAlive() ?? false };
}

test.each(['', 'Bearer ', 'Bearer wrong', `Bearer ${'x'.repeat(43)}`])(
  'with "%s" there is nothing, and nothing happens',
  async (authorization) => {
    const { send, killed, orders } = await start();
    for (const [path, body] of [
      ['/estado', undefined],
      ['/matar', { proceso: 'ventas' }],
      ['/carga', { ventasPorSegundo: 1, segundos: 1 }],
      ['/detener', {}],
    ] as const) {
      expect((await send(path, body, authorization)).status).toBe(404);
    }
    expect({ killed, orders }).toEqual({ killed: [], orders: [] });
  },
);

test('each start has a token of its own', async () => {
  await start();
  const first = control?.token ?? '';
  await control?.stop();
  await start();
  expect(first).toHaveLength(43);
  expect(control?.token).not.toBe(first);
});

test('a process is killed by its name, one in three seconds, and it is told', async () => {
  const { send, killed } = await start();
  const first = await send('/matar', { proceso: 'inventario' });
  expect(first.answer.events).toMatchObject([{ kind: 'KILLED', target: 'inventario' }]);
  const soon = await send('/matar', { proceso: 'ventas' });
  expect([soon.status, soon.headers.get('retry-after')]).toEqual([429, '1']);
  await eventually('the next one may be killed', async () => {
    return (await send('/matar', { proceso: 'database' })).status === 200;
  });
  expect(killed).toEqual(['inventario', 'database']);
});

test.each([
  { proceso: 'router' },
  { proceso: 'usuarios' },
  { proceso: '1' },
  { proceso: 'ventas', pid: 1 },
  { proceso: ['ventas'] },
  {},
  [],
])('%j kills nothing', async (body) => {
  const { send, killed } = await start();
  const { status, answer } = await send('/matar', body);
  expect([status, answer.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(killed).toEqual([]);
});

test('a process that is down is not killed again', async () => {
  const { send, killed } = await start(['ventas']);
  const { status, answer } = await send('/matar', { proceso: 'ventas' });
  expect([status, answer.errors?.[0]?.message]).toEqual([
    400,
    'Datos de entrada inválidos. ventas está volviendo.',
  ]);
  expect(killed).toEqual([]);
});

test.each([
  { ventasPorSegundo: 301, segundos: 1 },
  { ventasPorSegundo: 0, segundos: 1 },
  { ventasPorSegundo: 1.5, segundos: 1 },
  { ventasPorSegundo: 1, segundos: 301 },
  { ventasPorSegundo: 1, segundos: 0 },
  { ventasPorSegundo: '1', segundos: 1 },
  { ventasPorSegundo: 1 },
])('%j is no load', async (body) => {
  const { send, orders } = await start();
  const { status, answer } = await send('/carga', body);
  expect(status).toBe(400);
  expect(answer.errors?.[0]?.message).toContain('ventasPorSegundo: 1 a 300; segundos: 1 a 300.');
  expect(orders).not.toContain('LOAD');
});

test('one load runs at a time, with the token of who looks', async () => {
  const { send, orders } = await start();
  const order = { ventasPorSegundo: 300, segundos: 300 };
  expect((await send('/carga', order)).answer.load.state).toBe('SELLING');
  const second = await send('/carga', order);
  expect([second.status, second.answer.errors?.[0]?.message]).toEqual([
    400,
    'Datos de entrada inválidos. Ya hay una carga en marcha.',
  ]);
  expect((await send('/detener', {})).answer.load.state).toBe('IDLE');
  expect((await send('/carga', order)).status).toBe(200);
  expect(orders.filter((kind) => kind === 'LOAD')).toHaveLength(2);
  expect(orders[0]).toBe('BEARER');
});

test('a load ends when the page has gone, and its worker after it', async () => {
  const { send, orders, isAlive } = await start();
  await send('/carga', { ventasPorSegundo: 1, segundos: 300 });
  const beganAtMs = performance.now();
  await eventually('the load is ended', () => orders.includes('END_LOAD'));
  expect(performance.now() - beganAtMs).toBeGreaterThan(GONE_AFTER_MS - 50);
  await eventually('the worker is dismissed', () => !isAlive());
  const events: ChaosEvent[] = (await send('/estado')).answer.events;
  expect(events.map(({ kind }) => kind)).toContain('PAGE_GONE');
});

test('a load goes on while somebody looks', async () => {
  const { send, orders } = await start();
  await send('/carga', { ventasPorSegundo: 1, segundos: 300 });
  const untilMs = performance.now() + 3 * GONE_AFTER_MS;
  while (performance.now() < untilMs) await send('/estado');
  expect(orders).not.toContain('END_LOAD');
});

test('a single look starts no worker', async () => {
  const { send, isAlive } = await start();
  await send('/estado');
  expect(isAlive()).toBe(false);
  await send('/estado');
  expect(isAlive()).toBe(true);
});
