// Goal: a sale is paid exactly, by the means and coins that there are, or not made.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type Counter, card, cash, codesOf, openCounter } from '../../support/counter.ts';

let graph: Graph;
let counter: Counter;
beforeAll(async () => {
  graph = await startGraph();
  counter = await openCounter(graph);
}, 60_000);
afterAll(() => graph?.stop());

const TOTAL = [{ price: '99.96' }];

test('a sale wholly in cash is rounded down to the coin, and change is told', async () => {
  const { sale } = await counter.sell(TOTAL, { payments: [cash('99.90', '100.00')] });
  expect(sale).toMatchObject({
    total: '99.96',
    cashRounding: '-0.06',
    amountDue: '99.90',
    paid: '99.90',
    change: '0.10',
    balance: '0.00',
    paymentStatus: 'PAID',
    payments: [{ method: 'CASH', amount: '99.90', tendered: '100.00', change: '0.10' }],
    timeline: [{ kind: 'PAYMENT_RECORDED', detail: 'CASH 99.90' }],
  });
});

test('a sale paid in part by card is not rounded', async () => {
  const { sale } = await counter.sell(TOTAL, { payments: [card('50.06'), cash('49.90')] });
  expect(sale).toMatchObject({ amountDue: '99.96', cashRounding: '0.00', paymentStatus: 'PAID' });
});

test('coins that do not exist are refused before anything is stored', async () => {
  const { id: productId } = await counter.shop.addProduct({ price: '99.96', stock: 1 });
  const { sellerId } = counter.shop;
  const order = { sellerId, tillId: counter.tillId, items: [{ productId, quantity: 1 }] };
  const idempotencyKey = randomUUID();
  const wrong = { ...order, idempotencyKey, payments: [card('50.00'), cash('49.96')] };
  expect((await counter.do('realizarVenta', wrong)).userErrors).toMatchObject([
    { code: 'INVALID_PAYMENT', path: ['input', 'payments', '1', 'amount'] },
  ]);
  const right = { ...order, idempotencyKey, payments: [card('50.06'), cash('49.90')] };
  expect((await counter.do('realizarVenta', right)).sale).not.toBeNull();
});

test.each([
  ['99.95', 'short'],
  ['99.97', 'over'],
])(
  'a card of %p for 99.96 is %s: nothing is sold, the stock comes back, the answer stays',
  async (amount) => {
    const { id: productId } = await counter.shop.addProduct({ price: '99.96', stock: 1 });
    const { sellerId } = counter.shop;
    const order = { sellerId, items: [{ productId, quantity: 1 }] };
    const input = { ...order, idempotencyKey: randomUUID(), payments: [card(amount)] };
    const first = await counter.do('realizarVenta', input);
    expect(first).toMatchObject({
      sale: null,
      replayed: false,
      userErrors: [{ code: 'PAYMENT_MISMATCH', due: '99.96', offered: amount }],
    });
    await eventually('the stock is back', async () => {
      return (await counter.shop.stockOf(productId)).available === 1;
    });
    expect(await counter.do('realizarVenta', input)).toEqual({ ...first, replayed: true });
    const again = { ...order, payments: [card('99.96')] };
    expect((await counter.do('realizarVenta', again)).sale).toMatchObject({
      paymentStatus: 'PAID',
    });
  },
);

test.each([
  [{ method: 'YAPE', amount: '99.96' }, 'REFERENCE_REQUIRED', 'reference'],
  [{ method: 'CARD', amount: '99.96', reference: ' ' }, 'REFERENCE_REQUIRED', 'reference'],
  [{ method: 'CARD', amount: '99.96', reference: '12' }, 'INVALID_PAYMENT', 'reference'],
  [{ method: 'PLIN', amount: '99.96', reference: 'ñandú' }, 'INVALID_PAYMENT', 'reference'],
  [{ method: 'CASH', amount: '99.90', reference: '1234' }, 'INVALID_PAYMENT', 'reference'],
  [{ method: 'CASH', amount: '99.90', tendered: '99.80' }, 'INVALID_PAYMENT', 'tendered'],
  [{ method: 'CASH', amount: '99.90', tendered: '99.95' }, 'INVALID_PAYMENT', 'tendered'],
  [{ ...card('99.96'), tendered: '100.00' }, 'INVALID_PAYMENT', 'tendered'],
  [{ ...card('99.96'), returnId: randomUUID() }, 'INVALID_PAYMENT', 'returnId'],
  [{ method: 'EXCHANGE', amount: '99.96' }, 'INVALID_PAYMENT', 'returnId'],
  [{ method: 'CASH', amount: '0.00' }, 'INVALID_PAYMENT', 'amount'],
  [{ ...card('-1.00') }, 'INVALID_PAYMENT', 'amount'],
  [{ ...card('9999999999999.99') }, 'INVALID_PAYMENT', 'amount'],
  [{ ...cash('99.90', '9999999999999.90') }, 'INVALID_PAYMENT', 'tendered'],
])('%j is refused with %s at its %s', async (payment, code, field) => {
  const { userErrors } = await counter.sell(TOTAL, { payments: [payment] });
  expect(userErrors).toMatchObject([{ code, path: ['input', 'payments', '0', field] }]);
});

test('eleven payments are too many', async () => {
  const payments = Array.from({ length: 11 }, () => card('9.09'));
  expect(codesOf(await counter.sell(TOTAL, { payments }))).toEqual(['INVALID_PAYMENT']);
});

test('a total that no coin makes cannot be paid in cash alone', async () => {
  const answer = await counter.sell([{ price: '0.09' }], { payments: [cash('0.10')] });
  expect(codesOf(answer)).toEqual(['INVALID_PAYMENT']);
});

test('a reference is kept in capitals, and may be the same twice', async () => {
  const payments = [card('50.00', 'abc-1'), card('49.96', 'ABC-1')];
  const { sale } = await counter.sell(TOTAL, { payments });
  expect(sale).toMatchObject({ payments: [{ reference: 'ABC-1' }, { reference: 'ABC-1' }] });
});

test('a sale without payments is made as before: nothing is recorded', async () => {
  const { sale } = await counter.sell(TOTAL, { tillId: null });
  expect(sale).toMatchObject({
    status: 'COMPLETED',
    payments: [],
    paymentStatus: 'UNPAID',
    cashRounding: '0.00',
    balance: '99.96',
    till: null,
    timeline: [],
  });
  expect(sale?.number).toMatch(/^[0-9A-HJKMNP-TV-Z]{7}$/);
});

test('a seller takes cash at an open till only; an administrator also without one', async () => {
  const payments = [cash('99.90')];
  const { seller } = counter;
  expect(codesOf(await counter.sell(TOTAL, { payments, tillId: null }, seller))).toEqual([
    'CASH_SESSION_REQUIRED',
  ]);
  const closed = await counter.addTill();
  expect(codesOf(await counter.sell(TOTAL, { payments, tillId: closed }, seller))).toEqual([
    'CASH_SESSION_REQUIRED',
  ]);
  expect(codesOf(await counter.sell(TOTAL, { payments, tillId: '999' }, seller))).toEqual([
    'TILL_NOT_FOUND',
  ]);
  const { sale } = await counter.sell(TOTAL, { payments, tillId: null });
  expect(sale).toMatchObject({ paymentStatus: 'PAID' });
});

test('the same key with other payments is another purchase', async () => {
  const { id: productId } = await counter.shop.addProduct({ price: '99.96', stock: 2 });
  const { sellerId } = counter.shop;
  const idempotencyKey = randomUUID();
  const order = { sellerId, items: [{ productId, quantity: 1 }], idempotencyKey };
  await counter.do('realizarVenta', { ...order, payments: [card('99.96')] });
  const other = await counter.do('realizarVenta', {
    ...order,
    payments: [card('99.96', '999999')],
  });
  expect(codesOf(other)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});
