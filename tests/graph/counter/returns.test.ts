// Goal: what comes back is exactly what was sold: units, money and tax, once.
// Long because each way of giving back has its case on one graph.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  type Counter,
  type CounterAnswer,
  type CounterSale,
  card,
  cash,
  codesOf,
  openCounter,
  type Person,
} from '../../support/counter.ts';
import {
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';

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

const back = (quantity: number, lineNumber = 1) => [{ lineNumber, quantity, restock: true }];

function giveBack(sale: CounterSale, quantity: number, more: object = {}, person?: Person) {
  const input = { saleId: sale.id, reason: 'no funciona', items: back(quantity), ...more };
  return counter.do('registrarDevolucion', input, person);
}

interface StockedSale {
  sale: CounterSale;
  productId: string;
}

async function sellOne(price: string, quantity: number, terms: object = {}): Promise<StockedSale> {
  const { id: productId } = await counter.shop.addProduct({ price, stock: 100 });
  const { sellerId } = counter.shop;
  const items = [{ productId, quantity }];
  const input = { sellerId, tillId: counter.tillId, items, ...terms };
  const { sale } = await counter.do('realizarVenta', input);
  return { sale: sale!, productId };
}

const available = async (productId: string) => (await counter.shop.stockOf(productId)).available;

test('3 × 33.33 less 0.10, paid 99.80 in cash, comes back unit by unit', async () => {
  const terms = { discount: { amount: '0.10' }, payments: [cash('99.80')] };
  const { sale, productId } = await sellOne('33.33', 3, terms);
  expect(sale).toMatchObject({ total: '99.89', subtotal: '84.65', tax: '15.24' });
  const answers: CounterAnswer[] = [];
  for (let unit = 0; unit < 3; unit++) answers.push(await giveBack(sale, 1));
  const parts = answers.map(({ saleReturn }) => saleReturn!);
  expect(parts.map(({ total }) => total)).toEqual(['33.30', '33.29', '33.30']);
  expect(parts.map(({ base }) => base)).toEqual(['28.22', '28.21', '28.22']);
  expect(parts.map(({ tax }) => tax)).toEqual(['5.08', '5.08', '5.08']);
  expect(parts.flatMap(({ refunds }) => refunds)).toMatchObject([
    { method: 'CASH', amount: '33.30', status: 'DONE' },
    { method: 'CASH', amount: '33.20', status: 'DONE' },
    { method: 'CASH', amount: '33.30', status: 'DONE' },
  ]);
  expect(answers[2]!.sale).toMatchObject({
    status: 'COMPLETED',
    paymentStatus: 'REFUNDED',
    refunded: '99.80',
    returnedTotal: '99.89',
    balance: '0.00',
    items: [{ returnedQuantity: 3 }],
  });
  await eventually('all units are back', async () => (await available(productId)) === 100);
});

test('money goes back by the means it came by, and other means than cash wait', async () => {
  const { sale } = await sellOne('49.98', 2, { payments: [card('50.06'), cash('49.90')] });
  const first = await giveBack(sale, 1);
  expect(first.saleReturn!.refunds).toMatchObject([
    { method: 'CARD', amount: '49.98', status: 'PENDING' },
  ]);
  const second = await giveBack(sale, 1);
  expect(second.saleReturn!.refunds).toMatchObject([
    { method: 'CARD', amount: '0.08', status: 'PENDING' },
    { method: 'CASH', amount: '49.90', status: 'DONE' },
  ]);
  const refundId = first.saleReturn!.refunds[0]!.id;
  expect(codesOf(await counter.do('confirmarReembolso', { refundId }))).toEqual([
    'REFERENCE_REQUIRED',
  ]);
  const done = { refundId, reference: 'op-77' };
  expect(await counter.do('confirmarReembolso', done)).toMatchObject({
    refund: { status: 'DONE', reference: 'OP-77' },
    replayed: false,
  });
  expect(await counter.do('confirmarReembolso', done)).toMatchObject({ replayed: true });
  const other = { refundId, reference: 'OP-78' };
  expect(codesOf(await counter.do('confirmarReembolso', other))).toEqual(['INVALID_TRANSITION']);
  const { timeline } = (await counter.readSale(sale.id)) as unknown as { timeline: unknown[] };
  expect(timeline).toEqual([
    { kind: 'PAYMENT_RECORDED', detail: 'CARD 50.06' },
    { kind: 'PAYMENT_RECORDED', detail: 'CASH 49.90' },
    { kind: 'RETURNED', detail: 'no funciona' },
    { kind: 'RETURNED', detail: 'no funciona' },
    { kind: 'REFUNDED', detail: 'CASH 49.90' },
    { kind: 'REFUNDED', detail: 'CARD 49.98' },
  ]);
});

test('a sale that was paid stays paid when a rounded refund leaves céntimos', async () => {
  const lines = [{ price: '33.31' }, { price: '66.59' }];
  const { sale } = await counter.sell(lines, { payments: [cash('99.90')] });
  const { saleReturn, sale: after } = await giveBack(sale!, 1);
  expect(saleReturn!.refunds).toMatchObject([{ method: 'CASH', amount: '33.40' }]);
  expect(after).toMatchObject({ balance: '0.00', paymentStatus: 'PAID' });
});

test('the same key again is the first answer; with other values it is refused', async () => {
  const { sale, productId } = await sellOne('10.00', 3, { payments: [cash('30.00')] });
  const idempotencyKey = randomUUID();
  const first = await giveBack(sale, 1, { idempotencyKey });
  const again = await giveBack(sale, 1, { idempotencyKey });
  expect(again).toMatchObject({ replayed: true, saleReturn: { id: first.saleReturn!.id } });
  expect(codesOf(await giveBack(sale, 2, { idempotencyKey }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  await eventually('one unit is back', async () => (await available(productId)) === 98);
});

test('of twenty returns of the last unit one is made', async () => {
  const { sale, productId } = await sellOne('10.00', 1, { payments: [cash('10.00')] });
  const answers = await Promise.all(Array.from({ length: 20 }, () => giveBack(sale, 1)));
  expect(answers.filter(({ saleReturn }) => saleReturn)).toHaveLength(1);
  const errors = answers.flatMap(({ userErrors }) => userErrors);
  expect(errors).toHaveLength(19);
  for (const error of errors) {
    expect(error).toMatchObject({ code: 'RETURN_EXCEEDS_SOLD', lineNumber: 1, returnable: 0 });
  }
  await eventually('the unit is back', async () => (await available(productId)) === 100);
  const rows = await databases.ventas.execute('DELETE FROM FactOutbox WHERE dead = TRUE');
  expect(rows).toBe(0);
});

test('more than was sold, unknown lines and twice the same line are refused as a whole', async () => {
  const { sale } = await sellOne('10.00', 3, { payments: [cash('30.00')] });
  expect((await giveBack(sale, 4)).userErrors).toMatchObject([
    { code: 'RETURN_EXCEEDS_SOLD', lineNumber: 1, returnable: 3 },
  ]);
  const items = [...back(1), ...back(1, 7)];
  expect((await giveBack(sale, 1, { items })).userErrors).toMatchObject([
    { code: 'RETURN_EXCEEDS_SOLD', lineNumber: 7, returnable: 0 },
  ]);
  const reversed = [...back(1, 7), ...back(1)];
  expect((await giveBack(sale, 1, { items: reversed })).userErrors).toMatchObject([
    { code: 'RETURN_EXCEEDS_SOLD', path: ['input', 'items', '0'], lineNumber: 7 },
  ]);
  const twice = [...back(1), ...back(1)];
  expect(codesOf(await giveBack(sale, 1, { items: twice }))).toEqual(['INVALID_INPUT']);
  expect(codesOf(await giveBack(sale, 0))).toEqual(['INVALID_QUANTITY']);
  expect(codesOf(await giveBack({ ...sale, id: randomUUID() }, 1))).toEqual(['SALE_NOT_FOUND']);
  expect((await counter.readSale(sale.id)).returnedTotal).toBe('0.00');
});

test('a sale whose payment is not recorded gives goods back and no money', async () => {
  const { sale, productId } = await sellOne('10.00', 2);
  const { saleReturn, sale: after } = await giveBack(sale, 1);
  expect(saleReturn!.refunds).toEqual([]);
  expect(after).toMatchObject({ balance: '10.00', paymentStatus: 'UNPAID' });
  await eventually('the unit is back', async () => (await available(productId)) === 99);
});

test('a seller gives back little cash, for recent sales, of what can be sold again', async () => {
  const { seller } = counter;
  const { sale } = await sellOne('600.00', 1, { payments: [cash('600.00')] });
  expect(codesOf(await giveBack(sale, 1, {}, seller))).toEqual(['RETURN_NOT_ALLOWED']);
  const broken = [{ lineNumber: 1, quantity: 1, restock: false }];
  const small = await sellOne('10.00', 2, { payments: [cash('20.00')] });
  expect(codesOf(await giveBack(small.sale, 1, { items: broken }, seller))).toEqual([
    'RETURN_NOT_ALLOWED',
  ]);
  await databases.ventas.execute(
    'UPDATE Sale SET createdAt = createdAt - INTERVAL 31 DAY WHERE id = ?',
    [small.sale.id],
  );
  expect(codesOf(await giveBack(small.sale, 1, {}, seller))).toEqual(['RETURN_NOT_ALLOWED']);
  expect((await giveBack(small.sale, 1, { items: broken })).saleReturn).not.toBeNull();
  expect((await giveBack(sale, 1)).saleReturn).not.toBeNull();
  expect(await available(small.productId)).toBe(98);
});

test('a void takes all back once, and only on its day', async () => {
  const { sale, productId } = await sellOne('10.00', 3, { payments: [cash('30.00')] });
  await giveBack(sale, 1);
  const input = { saleId: sale.id, reason: 'error', idempotencyKey: randomUUID() };
  const { sale: after, saleReturn } = await counter.do('anularVenta', input);
  expect(after).toMatchObject({ status: 'CANCELLED', returnedTotal: '30.00', refunded: '30.00' });
  expect(saleReturn).toMatchObject({ kind: 'VOID', items: [{ quantity: 2 }], total: '20.00' });
  expect(await counter.do('anularVenta', input)).toMatchObject({ replayed: true });
  const other = { ...input, idempotencyKey: randomUUID() };
  expect(codesOf(await counter.do('anularVenta', other))).toEqual(['VOID_NOT_ALLOWED']);
  await eventually('all units are back', async () => (await available(productId)) === 100);

  const old = await sellOne('10.00', 1, { payments: [cash('10.00')] });
  await databases.ventas.execute(
    'UPDATE Sale SET createdAt = createdAt - INTERVAL 1 DAY WHERE id = ?',
    [old.sale.id],
  );
  const yesterday = { saleId: old.sale.id, reason: 'error' };
  expect(codesOf(await counter.do('anularVenta', yesterday))).toEqual(['VOID_NOT_ALLOWED']);
});

test('sellers undo their own sales', async () => {
  const { seller } = counter;
  const { sale } = await sellOne('10.00', 1, { payments: [cash('10.00')] });
  const others = { saleId: sale.id, reason: 'error' };
  expect(codesOf(await counter.do('anularVenta', others, seller))).toEqual(['VOID_NOT_ALLOWED']);
  const own = await counter.sell([{ price: '10.00' }], { payments: [cash('10.00')] }, seller);
  const input = { saleId: own.sale!.id, reason: 'error' };
  expect((await counter.do('anularVenta', input, seller)).sale).toMatchObject({
    status: 'CANCELLED',
  });
});

test('cash of a void comes out of the session that is open now, or the sale stays', async () => {
  const tillId = await counter.addTill();
  const first = await counter.openTill(tillId);
  const { sale } = await sellOne('10.00', 1, { tillId, payments: [cash('10.00')] });
  await counter.do('cerrarSesionCaja', { sessionId: first, countedAmount: '110.00' });
  const input = { saleId: sale.id, reason: 'error', idempotencyKey: randomUUID() };
  expect(codesOf(await counter.do('anularVenta', input))).toEqual(['CASH_SESSION_REQUIRED']);
  expect((await counter.readSale(sale.id)).status).toBe('COMPLETED');
  const second = await counter.openTill(tillId, '0.00');
  expect((await counter.do('anularVenta', input)).sale).toMatchObject({ status: 'CANCELLED' });
  const closed = await counter.do('cerrarSesionCaja', { sessionId: second, countedAmount: '0.00' });
  expect(closed.session).toMatchObject({ expected: '-10.00', cashRefunds: '10.00' });
});

test('cash of a sale without a till waits until a drawer pays it out', async () => {
  const { sale } = await sellOne('10.00', 1, { tillId: null, payments: [cash('10.00')] });
  const { saleReturn } = await giveBack(sale, 1);
  const [refund] = saleReturn!.refunds;
  expect(refund).toMatchObject({ method: 'CASH', status: 'PENDING' });
  const refundId = refund!.id;
  expect(codesOf(await counter.do('confirmarReembolso', { refundId }))).toEqual([
    'CASH_SESSION_REQUIRED',
  ]);
  const { tillId } = counter;
  const confirm = () => counter.do('confirmarReembolso', { refundId, tillId });
  expect(await confirm()).toMatchObject({ refund: { status: 'DONE' }, replayed: false });
  expect(await confirm()).toMatchObject({ refund: { status: 'DONE' }, replayed: true });
});

test('units and money that came back are no purchases of the customer', async () => {
  const customerId = await counter.shop.addCustomer();
  const { sale, productId } = await sellOne('10.00', 3, { customerId, payments: [cash('30.00')] });
  await giveBack(sale, 1);
  const { resumenCliente, producto } = await counter.ask<Record<string, unknown>>(
    `query Both($customerId: ID!, $id: ID!) {
      resumenCliente(customerId: $customerId) {
        salesCount totalSpent returnsTotal topProducts { quantity amount } }
      producto(id: $id) { unitsSold } }`,
    { customerId, id: productId },
  );
  expect(resumenCliente).toEqual({
    salesCount: 1,
    totalSpent: '20.00',
    returnsTotal: '10.00',
    topProducts: [{ quantity: 2, amount: '20.00' }],
  });
  expect(producto).toEqual({ unitsSold: 2 });
});

test('a cash sale is swapped for one of the same price, without a céntimo more or less', async () => {
  const { sale } = await sellOne('99.96', 1, { payments: [cash('99.90')] });
  const { saleReturn } = await giveBack(sale, 1, { refund: 'LATER' });
  const exchange = { method: 'EXCHANGE', amount: '99.90', returnId: saleReturn!.id };
  const swap = await sellOne('99.96', 1, { payments: [exchange] });
  expect(swap.sale).toMatchObject({ amountDue: '99.90', paymentStatus: 'PAID' });
});

test('goods of a sale that was undone do not come back again', async () => {
  const { sale } = await sellOne('10.00', 1, { payments: [cash('10.00')] });
  await counter.do('anularVenta', { saleId: sale.id, reason: 'error' });
  expect(codesOf(await giveBack(sale, 1))).toEqual(['RETURN_NOT_ALLOWED']);
});

test('an exchange pays with what waits of a return, once, to the céntimo', async () => {
  const { sale } = await sellOne('100.00', 1, { payments: [card('100.00')] });
  const { saleReturn } = await giveBack(sale, 1, { refund: 'LATER' });
  const returnId = saleReturn!.id;
  const exchange = (amount: string) => ({ method: 'EXCHANGE', amount, returnId });
  const swap = await sellOne('60.00', 1, { payments: [exchange('60.00')] });
  expect(swap.sale).toMatchObject({ paymentStatus: 'PAID', paid: '60.00' });
  expect((await counter.readSale(sale.id)).returns).toMatchObject([
    {
      refunds: [
        { amount: '40.00', status: 'PENDING' },
        { amount: '60.00', status: 'DONE' },
      ],
    },
  ]);
  const twice = await counter.sell([{ price: '60.00' }], { payments: [exchange('60.00')] });
  expect(twice.userErrors).toMatchObject([
    { code: 'INVALID_PAYMENT', path: ['input', 'payments', '0', 'returnId'] },
  ]);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () =>
      counter.sell([{ price: '40.00' }], { payments: [exchange('40.00')] }),
    ),
  );
  expect(answers.filter((answer) => answer.sale)).toHaveLength(1);
  expect((await counter.readSale(sale.id)).refunded).toBe('100.00');
});

test('whatever came back above, every promise of the counter holds', () =>
  expectSettledAndSound(databases));
