// Goal: a discount is shared to the céntimo, and nobody gives more than they may.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type Counter, codesOf, openCounter } from '../../support/counter.ts';

let graph: Graph;
let counter: Counter;
beforeAll(async () => {
  graph = await startGraph();
  counter = await openCounter(graph);
}, 60_000);
afterAll(() => graph?.stop());

const percent = (amount: string) => ({ percent: amount });

async function approve(maxPercent: string, input: object = {}): Promise<string> {
  const { sellerId } = counter.seller;
  const answer = await counter.do('autorizarDescuento', { sellerId, maxPercent, ...input });
  return answer.approval!.id;
}

test('lines have their own discounts, and the sale shares its own among what is left', async () => {
  const lines = [
    { price: '99.90' },
    { price: '49.90', quantity: 2, discount: percent('10') },
    { price: '10.00' },
  ];
  const { sale } = await counter.sell(lines, { discount: { amount: '10.00' } });
  expect(sale).toMatchObject({
    items: [
      { total: '94.90', discount: '5.00', base: '80.42', tax: '14.48' },
      { total: '85.32', discount: '14.48', base: '72.31', tax: '13.01' },
      { total: '9.50', discount: '0.50', base: '8.05', tax: '1.45' },
    ],
    total: '189.72',
    subtotal: '160.78',
    tax: '28.94',
    discount: '19.98',
  });
});

test('883.11 at 50 % is 441.55', async () => {
  const { sale } = await counter.sell([{ price: '883.11' }], { discount: percent('50') });
  expect(sale).toMatchObject({
    discount: '441.56',
    total: '441.55',
    subtotal: '374.19',
    tax: '67.36',
  });
});

test('a seller gives 5 %, rounded in favour of the buyer, and not more', async () => {
  const { seller } = counter;
  const lines = [{ price: '883.11' }];
  const allowed = await counter.sell(lines, { discount: percent('5') }, seller);
  expect(allowed.sale).toMatchObject({ discount: '44.16' });
  const more = await counter.sell(lines, { discount: { amount: '44.17' } }, seller);
  expect(codesOf(more)).toEqual(['DISCOUNT_NOT_AUTHORIZED']);
  const line = await counter.sell([{ price: '100.00', discount: percent('6') }], {}, seller);
  expect(line.userErrors).toMatchObject([
    { code: 'DISCOUNT_NOT_AUTHORIZED', path: ['input', 'items', '0', 'discount'] },
  ]);
});

test('an approval lets one sale through, and its repeats', async () => {
  const { seller, tillId } = counter;
  const discountApprovalId = await approve('10');
  const { id: productId } = await counter.shop.addProduct({ price: '100.00', stock: 9 });
  const order = { sellerId: seller.sellerId, tillId, items: [{ productId, quantity: 1 }] };
  const input = { ...order, discount: percent('6'), discountApprovalId };
  const keyed = { ...input, idempotencyKey: randomUUID() };
  const sold = await counter.do('realizarVenta', keyed, seller);
  expect(sold.sale).toMatchObject({ total: '94.00' });
  expect(await counter.do('realizarVenta', keyed, seller)).toMatchObject({
    replayed: true,
    sale: { id: sold.sale!.id },
  });
  const again = await counter.do('realizarVenta', input, seller);
  expect(again.userErrors).toMatchObject([
    { code: 'DISCOUNT_NOT_AUTHORIZED', path: ['input', 'discountApprovalId'] },
  ]);
});

test('two sales at once spend one approval once', async () => {
  const { seller } = counter;
  const discountApprovalId = await approve('50');
  const terms = { discount: percent('40'), discountApprovalId };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => counter.sell([{ price: '10.00' }], terms, seller)),
  );
  expect(answers.filter(({ sale }) => sale !== null)).toHaveLength(1);
  expect(answers.flatMap(codesOf)).toEqual(
    Array.from({ length: 5 }, () => 'DISCOUNT_NOT_AUTHORIZED'),
  );
});

test('a sale that a rule forbids gives its approval back', async () => {
  const { seller } = counter;
  const terms = { discount: percent('6'), discountApprovalId: await approve('10') };
  const short = await counter.sell(
    [{ price: '100.00' }, { price: '1.00', stock: 0 }],
    terms,
    seller,
  );
  expect(codesOf(short)).toEqual(['INSUFFICIENT_STOCK']);
  const { sale } = await counter.sell([{ price: '100.00' }], terms, seller);
  expect(sale).toMatchObject({ total: '94.00' });
});

test('a discarded key gives its approval back', async () => {
  const { seller, tillId } = counter;
  const terms = { discount: percent('60'), discountApprovalId: await approve('10') };
  const idempotencyKey = randomUUID();
  const { id: productId } = await counter.shop.addProduct({ price: '100.00', stock: 9 });
  const order = { sellerId: seller.sellerId, tillId, items: [{ productId, quantity: 1 }] };
  // Above the approval: the key ends, and the approval is free again.
  const refused = await counter.do('realizarVenta', { ...order, ...terms, idempotencyKey }, seller);
  expect(codesOf(refused)).toEqual(['DISCOUNT_NOT_AUTHORIZED']);
  const { autorizaciones } = await counter.ask<{ autorizaciones: { id: string }[] }>(
    '{ autorizaciones { id } }',
    {},
    seller,
  );
  expect(autorizaciones.map(({ id }) => id)).toContain(terms.discountApprovalId);
});

test('an approval is of its seller, and a new one takes the place of the unspent one', async () => {
  const { seller, admin } = counter;
  const old = await approve('10');
  const discountApprovalId = await approve('10');
  const other = { discount: percent('6'), discountApprovalId: old };
  expect(codesOf(await counter.sell([{ price: '100.00' }], other, seller))).toEqual([
    'DISCOUNT_NOT_AUTHORIZED',
  ]);
  const terms = { discount: percent('6'), discountApprovalId };
  expect(codesOf(await counter.sell([{ price: '100.00' }], terms, admin))).toEqual([
    'DISCOUNT_NOT_AUTHORIZED',
  ]);
  expect((await counter.sell([{ price: '100.00' }], terms, seller)).sale).not.toBeNull();
});

test('of six approvals at once the seller has one', async () => {
  const { sellerId } = counter.seller;
  const text = `mutation Six($input: AutorizarDescuentoInput!) {
    autorizarDescuento(input: $input) { userErrors { code } } }`;
  const input = { sellerId, maxPercent: '10' };
  await Promise.all(Array.from({ length: 6 }, () => counter.ask(text, { input })));
  const { autorizaciones } = await counter.ask<{ autorizaciones: unknown[] }>(
    '{ autorizaciones { id } }',
    {},
    counter.seller,
  );
  expect(autorizaciones).toHaveLength(1);
});

test('goods are given away by administrators only, and nobody pays for them', async () => {
  const all = { discount: percent('100') };
  const given = await counter.sell([{ price: '10.00' }], all);
  expect(given.sale).toMatchObject({ total: '0.00', balance: '0.00', paymentStatus: 'PAID' });
  const terms = { ...all, discountApprovalId: await approve('100') };
  expect(codesOf(await counter.sell([{ price: '10.00' }], terms, counter.seller))).toEqual([
    'DISCOUNT_NOT_AUTHORIZED',
  ]);
});

test.each([
  [{}, []],
  [{ amount: '1.00', percent: '1' }, []],
  [{ amount: '0.00' }, ['amount']],
  [{ percent: '100.01' }, ['percent']],
  [{ amount: '10.01' }, []],
])('%j off 10.00 is no discount', async (discount, field) => {
  const { userErrors } = await counter.sell([{ price: '10.00' }], { discount });
  const path = ['input', 'discount', ...field];
  expect(userErrors).toMatchObject([{ code: 'INVALID_DISCOUNT', path }]);
});

test.each([
  [{ maxPercent: '0.00' }, 'INVALID_DISCOUNT'],
  [{ maxPercent: '5', validMinutes: 0 }, 'INVALID_INPUT'],
  [{ maxPercent: '5', sellerId: '999' }, 'SELLER_NOT_FOUND'],
])('an approval of %j is refused', async (input, code) => {
  const { sellerId } = counter.seller;
  expect(codesOf(await counter.do('autorizarDescuento', { sellerId, ...input }))).toEqual([code]);
});
