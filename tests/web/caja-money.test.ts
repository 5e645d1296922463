// The till reckons for itself what the server will charge: both must come to the same céntimo.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { documentProblem as serverProblem } from '../../common/values/identity-document.ts';
import { amountDueOf, judgeTenders } from '../../subgraphs/ventas/payments/tender.ts';
import { priceSale } from '../../subgraphs/ventas/sales/price-sale.ts';
import type { CartLine } from '../../web/caja/cart.ts';
import type { Discount } from '../../web/caja/discount.ts';
import { documentProblem } from '../../web/caja/identity-document.ts';
import { priceCart } from '../../web/caja/price-cart.ts';
import { noteChoices, settle, TENDER_METHODS, type Tender } from '../../web/caja/tender.ts';

const discount = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('AMOUNT' as const), centimos: fc.nat(60_000) }),
    fc.record({ kind: fc.constant('PERCENT' as const), basisPoints: fc.nat(10_000) }),
  ),
);
const line = fc
  .record({
    unitPriceCentimos: fc.integer({ min: 1, max: 500_000 }),
    quantity: fc.integer({ min: 1, max: 50 }),
    discount,
  })
  .map((parts, at = 0): CartLine => ({ id: `l${at}`, productId: '', sku: '', name: '', ...parts }));
const cart = fc.record({
  lines: fc
    .array(line, { minLength: 1, maxLength: 8 })
    .map((lines) => lines.map((one, at) => ({ ...one, productId: String(at) }))),
  discount,
});

function serverDiscount(given: Discount | null) {
  if (given === null) return null;
  return given.kind === 'AMOUNT'
    ? ({ kind: 'Amount', centimos: given.centimos } as const)
    : ({ kind: 'Percent', basisPoints: given.basisPoints } as const);
}

test('a cart has the amounts of the sale that it becomes', () => {
  fc.assert(
    fc.property(cart, (given) => {
      const priced = priceCart(given);
      const lines = given.lines.map(
        ({ productId, quantity, unitPriceCentimos, discount: own }) => ({
          productId,
          quantity,
          expectedUnitPriceCentimos: unitPriceCentimos,
          discount: serverDiscount(own),
        }),
      );
      const held = given.lines.map(({ productId, unitPriceCentimos }) => ({
        productId,
        sku: '',
        name: '',
        unitPriceCentimos,
      }));
      const order = { lines, discount: serverDiscount(given.discount) };
      const sale = priceSale(order, held, 1_800);
      expect(priced.isOverDiscounted).toBe(sale.kind === 'ExcessiveDiscount');
      if (sale.kind !== 'Priced') return;
      expect(priced.totalCentimos).toBe(sale.sale.totalCentimos);
      expect(priced.discountCentimos).toBe(sale.sale.discountCentimos);
      expect(priced.lines.map(({ totalCentimos }) => totalCentimos)).toEqual(
        sale.sale.lines.map(({ totalCentimos }) => totalCentimos),
      );
    }),
  );
});

/** Enters payments one after the other, as a person does, the last one for all that is left. */
const payment = fc.record({
  totalCentimos: fc.integer({ min: 10, max: 1_000_000 }),
  parts: fc.array(
    fc.record({
      method: fc.constantFrom(...TENDER_METHODS),
      part: fc.integer({ min: 1, max: 99 }),
    }),
    { maxLength: 4 },
  ),
  last: fc.constantFrom(...TENDER_METHODS),
  over: fc.nat(3_000),
});

test('payments that the till takes are ones that the server takes, and change comes from cash', () => {
  let complete = 0;
  fc.assert(
    fc.property(payment, ({ totalCentimos, parts, last, over }) => {
      const tenders: Tender[] = [];
      for (const { method, part } of parts) {
        const raw = Math.floor((totalCentimos * part) / 400);
        const centimos = method === 'CASH' ? raw - (raw % 10) : raw;
        const { tender, missingCentimos } = settle(totalCentimos, tenders, {
          method,
          centimos,
          reference: ' ab-123 ',
        });
        if (tender && missingCentimos > 0) tenders.push(tender);
      }
      const exact = settle(totalCentimos, tenders, {
        method: last,
        centimos: null,
        reference: 'AB-123',
      });
      const isCash = last === 'CASH';
      const given = exact.restCentimos + (isCash ? over - (over % 10) : 0);
      const account = settle(totalCentimos, tenders, {
        method: last,
        centimos: given,
        reference: 'AB-123',
      });
      if (account.tender === null) {
        expect(account.problem).not.toBeNull();
        return;
      }
      complete += 1;
      const paid = [...tenders, account.tender].map((one) => ({ ...one, returnId: null }));
      expect(judgeTenders(totalCentimos, paid)).toBeNull();
      expect(amountDueOf(totalCentimos, paid).amountDueCentimos).toBe(account.dueCentimos);
      expect(amountDueOf(totalCentimos, paid).cashRoundingCentimos).toBe(account.roundingCentimos);
      expect(account.changeCentimos).toBe(given - exact.restCentimos);
      if (account.changeCentimos > 0) expect(last).toBe('CASH');
    }),
  );
  expect(complete).toBeGreaterThan(20);
});

test('coins cannot pay an odd rest, and the till says so before the server does', () => {
  const card = settle(47_186, [], { method: 'CARD', centimos: 10_000, reference: '1234' });
  const tenders = card.tender ? [card.tender] : [];
  expect(settle(47_186, tenders, { method: 'CASH', centimos: null, reference: '' })).toMatchObject({
    restCentimos: 37_186,
    problem: 'ODD_REST',
  });
});

test.each([
  ['CASH', 47_185, '', 'NO_SUCH_COINS'],
  ['CASH', 0, '', 'NO_AMOUNT'],
  ['CARD', 50_000, '1234', 'TOO_MUCH'],
  ['YAPE', null, '', 'NEEDS_REFERENCE'],
  ['YAPE', null, '12', 'BAD_REFERENCE'],
] as const)('%s of %p with %j is refused: %s', (method, centimos, reference, problem) => {
  expect(settle(47_190, [], { method, centimos, reference }).problem).toBe(problem);
});

test('an all-cash total goes down to the smallest coin', () => {
  expect(settle(9_996, [], { method: 'CASH', centimos: 10_000, reference: '' })).toMatchObject({
    dueCentimos: 9_990,
    roundingCentimos: -6,
    changeCentimos: 10,
    missingCentimos: 0,
  });
});

test('the notes on offer all cover the sum, the nearest first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 1_000_000 }), (centimos) => {
      const notes = noteChoices(centimos);
      expect(notes.every((note) => note > centimos)).toBe(true);
      expect(notes).toEqual([...new Set(notes)].sort((a, b) => a - b));
    }),
  );
  expect(noteChoices(30_000)).toEqual([31_000, 32_000, 35_000, 40_000]);
});

test('identity documents are judged alike', () => {
  const type = fc.constantFrom('NONE', 'DNI', 'RUC', 'CE', 'PASSPORT');
  const number = fc.oneof(
    fc.stringMatching(/^[0-9A-Z]{0,13}$/),
    fc.stringMatching(/^(?:10|15|16|17|20|30)\d{9}$/),
  );
  fc.assert(
    fc.property(type, number, (docType, docNumber) => {
      const isGood = serverProblem(docType, docNumber || null) === null;
      expect(documentProblem(docType, docNumber) === null).toBe(isGood);
    }),
    { numRuns: 2_000 },
  );
});
