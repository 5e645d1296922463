// Goal: what should lie in a drawer is exact while sales go on, and each call is done once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  type Counter,
  type CounterAnswer,
  card,
  cash,
  codesOf,
  openCounter,
  type Person,
} from '../../support/counter.ts';
import { type GraphDatabases, openGraphDatabases } from '../../support/graph-databases.ts';

let graph: Graph;
let databases: GraphDatabases;
let counter: Counter;
beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  counter = await openCounter(graph);
}, 60_000);
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

const centimos = (soles: string) => Math.round(Number(soles) * 100);

test('a till has one open session, however often it is opened', async () => {
  const tillId = await counter.addTill();
  const input = { tillId, openingAmount: '50.00', idempotencyKey: randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => counter.do('abrirSesionCaja', input)),
  );
  expect(new Set(answers.map(({ session }) => session?.id)).size).toBe(1);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  const other = await counter.do('abrirSesionCaja', { tillId, openingAmount: '50.00' });
  expect(codesOf(other)).toEqual(['CASH_SESSION_OPEN']);
  const changed = await counter.do('abrirSesionCaja', { ...input, openingAmount: '60.00' });
  expect(codesOf(changed)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

test('opening, sales by means, refunds and movements make up what is expected', async () => {
  const tillId = await counter.addTill();
  const sessionId = await counter.openTill(tillId, '100.00');
  const { sale } = await counter.sell([{ price: '30.00' }], {
    tillId,
    payments: [cash('30.00', '50.00')],
  });
  await counter.sell([{ price: '20.00' }], { tillId, payments: [card('20.00')] });
  const unpaid = await counter.sell([{ price: '5.00' }], { tillId });
  const movement = { sessionId, kind: 'IN', amount: '50.00', reason: 'cambio' };
  const idempotencyKey = randomUUID();
  await counter.do('registrarMovimientoCaja', { ...movement, idempotencyKey });
  expect(
    await counter.do('registrarMovimientoCaja', { ...movement, idempotencyKey }),
  ).toMatchObject({ replayed: true });
  await counter.do('registrarMovimientoCaja', { ...movement, kind: 'OUT', amount: '20.00' });
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  await counter.do('registrarDevolucion', { saleId: sale!.id, reason: 'no le gustó', items });

  const closed = await counter.do('cerrarSesionCaja', {
    sessionId,
    countedAmount: '129.50',
    note: 'falta',
  });
  expect(closed.session).toMatchObject({
    opening: '100.00',
    expected: '130.00',
    counted: '129.50',
    difference: '-0.50',
    cashRefunds: '30.00',
    note: 'falta',
    byMethod: [
      { method: 'CASH', amount: '30.00', count: 1 },
      { method: 'CARD', amount: '20.00', count: 1 },
    ],
    movements: [
      { kind: 'IN', amount: '50.00' },
      { kind: 'OUT', amount: '20.00' },
    ],
    unpaidSales: [{ id: unpaid.sale!.id }],
  });
  const again = { sessionId, countedAmount: '129.50', note: 'falta' };
  expect(await counter.do('cerrarSesionCaja', again)).toMatchObject({
    replayed: true,
    userErrors: [],
  });
  const other = { sessionId, countedAmount: '130.00', note: 'falta' };
  expect(codesOf(await counter.do('cerrarSesionCaja', other))).toEqual(['CASH_SESSION_CLOSED']);
  expect(codesOf(await counter.do('registrarMovimientoCaja', movement))).toEqual([
    'CASH_SESSION_CLOSED',
  ]);
  const late = await counter.sell([{ price: '5.00' }], { tillId, payments: [cash('5.00')] });
  expect(codesOf(late)).toEqual(['CASH_SESSION_REQUIRED']);
});

test('a drawer that is closed amid 200 sales expects exactly the cash of those that were made', async () => {
  const tillId = await counter.addTill();
  const sessionId = await counter.openTill(tillId, '100.00');
  const { id: productId } = await counter.shop.addProduct({ price: '9.97', stock: 10_000 });
  const { sellerId } = counter.shop;
  const items = [{ productId, quantity: 1 }];
  const sellOne = () =>
    counter.do('realizarVenta', { sellerId, tillId, items, payments: [cash('9.90')] });
  const early = await Promise.all(Array.from({ length: 40 }, sellOne));
  const giveBack = ({ sale }: CounterAnswer) => {
    const back = [{ lineNumber: 1, quantity: 1, restock: true }];
    return counter.do('registrarDevolucion', { saleId: sale!.id, reason: 'no', items: back });
  };
  const move = (kind: string, amount: string) =>
    counter.do('registrarMovimientoCaja', { sessionId, kind, amount, reason: 'caja' });
  await move('IN', '50.00');
  const rest: Promise<CounterAnswer>[] = [];
  const besides: Promise<CounterAnswer>[] = [];
  let closing: Promise<CounterAnswer> | null = null;
  for (let round = 0; round < 8; round++) {
    rest.push(...Array.from({ length: 20 }, sellOne));
    if (round === 3) {
      besides.push(...early.slice(0, 3).map(giveBack), move('OUT', '20.00'));
      closing = counter.do('cerrarSesionCaja', { sessionId, countedAmount: '0.00' });
    }
  }
  const answers = [...early, ...(await Promise.all(rest))];
  const returned = await Promise.all(besides);
  const { session } = (await closing)!;
  const sold = answers.filter(({ sale }) => sale);
  const back = returned.filter(({ saleReturn }) => saleReturn);
  const isTakenOut = returned.at(-1)!.userErrors.length === 0;
  const moved = 5_000 - (isTakenOut ? 2_000 : 0);
  expect(centimos(session!.expected!)).toBe(10_000 + sold.length * 990 - back.length * 990 + moved);
  const refused = answers.flatMap(codesOf);
  expect(sold.length + refused.length).toBe(200);
  for (const code of [...refused, ...returned.flatMap(codesOf)]) {
    expect(code).toMatch(/^CASH_SESSION_(CLOSED|REQUIRED)$/);
  }
  const { sesionCaja } = await counter.ask<{ sesionCaja: { byMethod: unknown } }>(
    'query One($id: ID!) { sesionCaja(id: $id) { byMethod { method count } } }',
    { id: sessionId },
  );
  expect(sesionCaja.byMethod).toEqual([{ method: 'CASH', count: sold.length }]);
});

test('a payment that a clock dated a day off counts for its session', async () => {
  const tillId = await counter.addTill();
  const sessionId = await counter.openTill(tillId, '0.00');
  const payments = [cash('5.00')];
  const first = await counter.sell([{ price: '5.00' }], { tillId, payments });
  await counter.sell([{ price: '5.00' }], { tillId, payments });
  await databases.ventas.execute(
    'UPDATE Payment SET day = CAST(DATE_SUB(day, INTERVAL 1 DAY) AS CHAR) WHERE saleId = ?',
    [first.sale!.id],
  );
  const closed = await counter.do('cerrarSesionCaja', { sessionId, countedAmount: '10.00' });
  expect(closed.session).toMatchObject({ expected: '10.00', difference: '0.00' });
});

test('a seller counts without knowing what is expected, and closes only what they opened', async () => {
  const { seller } = counter;
  const tillId = await counter.addTill();
  const opened = await counter.do('abrirSesionCaja', { tillId, openingAmount: '10.00' }, seller);
  expect(opened.session).toMatchObject({ expected: null, byMethod: null, opening: '10.00' });
  const sessionId = opened.session!.id;
  const closed = await counter.do(
    'cerrarSesionCaja',
    { sessionId, countedAmount: '10.00' },
    seller,
  );
  expect(closed.session).toMatchObject({ expected: '10.00', difference: '0.00' });
  const others = { sessionId: counter.sessionId, countedAmount: '1.00' };
  expect(codesOf(await counter.do('cerrarSesionCaja', others, seller))).toEqual(['FORBIDDEN']);
  const moved = { sessionId: counter.sessionId, kind: 'OUT', amount: '1.00', reason: 'x' };
  expect(codesOf(await counter.do('registrarMovimientoCaja', moved, seller))).toEqual([
    'FORBIDDEN',
  ]);
});

test('a seller lists the sessions that they opened, an administrator all', async () => {
  const tillId = await counter.addTill();
  const first = await counter.openTill(tillId);
  await counter.do('cerrarSesionCaja', { sessionId: first, countedAmount: '100.00' });
  const input = { tillId, openingAmount: '5.00' };
  const own = (await counter.do('abrirSesionCaja', input, counter.seller)).session!.id;
  const list = async (person: Person, given: object) => {
    const text = `query List($tillId: ID) {
      sesionesCaja(tillId: $tillId) { totalCount nodes { id expected } } }`;
    type List = { sesionesCaja: { totalCount: number; nodes: { id: string }[] } };
    return (await counter.ask<List>(text, given, person)).sesionesCaja;
  };
  expect(await list(counter.seller, { tillId })).toEqual({
    totalCount: 1,
    nodes: [{ id: own, expected: null }],
  });
  const all = await list(counter.admin, { tillId });
  expect(all.nodes.map(({ id }) => id)).toEqual([own, first]);
  const mine = await list(counter.seller, {});
  expect(mine.nodes.map(({ id }) => id)).not.toContain(counter.sessionId);
});

test.each([
  ['crearCaja', { code: 'caja 1' }, ['code']],
  ['crearCaja', { seriesBoleta: 'F001' }, ['seriesBoleta']],
  ['crearCaja', { seriesFactura: 'F01' }, ['seriesFactura']],
])('%s with %j is refused at its field', async (operation, changes, path) => {
  const good = { code: 'C-9', name: 'Caja', seriesBoleta: 'BZZ1', seriesFactura: 'FZZ1' };
  const { userErrors } = await counter.do(operation as 'crearCaja', { ...good, ...changes });
  expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', ...path] }]);
});

test('a code and a series belong to one till, and its notes get a free series', async () => {
  const input = { code: 'C-ONE', name: 'Caja', seriesBoleta: 'BCXX', seriesFactura: 'FCXX' };
  const { till } = await counter.do('crearCaja', input);
  expect(till).toMatchObject({ active: true, seriesNotaBoleta: expect.stringMatching(/^BC\w\w$/) });
  expect(codesOf(await counter.do('crearCaja', input))).toEqual(['DUPLICATE_CODE']);
  const twin = { ...input, code: 'C-TWO' };
  expect(codesOf(await counter.do('crearCaja', twin))).toEqual([
    'DUPLICATE_SERIES',
    'DUPLICATE_SERIES',
  ]);
  const { seriesNotaBoleta } = till as unknown as { seriesNotaBoleta: string };
  const notes = { ...input, code: 'C-TWO', seriesBoleta: seriesNotaBoleta, seriesFactura: 'FCYY' };
  expect(codesOf(await counter.do('crearCaja', notes))).toEqual(['DUPLICATE_SERIES']);
});

test('a till with an open session stays active, and an inactive one sells nothing', async () => {
  const tillId = await counter.addTill();
  const sessionId = await counter.openTill(tillId);
  const change = { id: tillId, version: 1, active: false };
  expect(codesOf(await counter.do('actualizarCaja', change))).toEqual(['CASH_SESSION_OPEN']);
  await counter.do('cerrarSesionCaja', { sessionId, countedAmount: '100.00' });
  expect((await counter.do('actualizarCaja', change)).till).toMatchObject({ active: false });
  expect(codesOf(await counter.do('actualizarCaja', change))).toEqual(['STALE']);
  expect(codesOf(await counter.sell([{ price: '1.00' }], { tillId }))).toEqual(['TILL_NOT_FOUND']);
  const opening = { tillId, openingAmount: '1.00' };
  expect(codesOf(await counter.do('abrirSesionCaja', opening))).toEqual(['TILL_NOT_FOUND']);
});
