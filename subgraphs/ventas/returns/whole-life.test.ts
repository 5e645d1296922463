// Goal: whatever is sold, at whatever discounts, however it is paid and in whatever parts it comes
// back, not a céntimo is made or lost.
// Method: random sales by the pure rules alone, returned until nothing is left.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PRICE_CENTIMOS, MAX_QUANTITY } from '../../../common/values/money.ts';
import { plainLine, plainOrder } from '../../../tests/support/plain-order.ts';
import type { Discount } from '../discounts/discount.ts';
import { wholeCoins } from '../payments/cash.ts';
import { amountDueOf, judgeTenders, type Tender } from '../payments/tender.ts';
import { type PricedSale, priceSale } from '../sales/price-sale.ts';
import { splitTax } from '../tax/tax.ts';
import { planRefunds, type RefundablePayment } from './refund-plan.ts';
import { returnPartOf } from './return-parts.ts';

const RUNS = 20_000;
const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

const discount: fc.Arbitrary<Discount | null> = fc.option(
  fc.oneof(
    fc.record({
      kind: fc.constant('Amount' as const),
      centimos: fc.integer({ min: 1, max: 5_000 }),
    }),
    fc.record({
      kind: fc.constant('Percent' as const),
      basisPoints: fc.integer({ min: 1, max: 10_000 }),
    }),
  ),
);
const price = fc.oneof(
  fc.integer({ min: 1, max: 20_000 }),
  fc.integer({ min: 1, max: MAX_PRICE_CENTIMOS }),
);
const line = fc.record({
  price,
  quantity: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: MAX_QUANTITY })),
  discount,
});
const anySale = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 6 }),
  discount,
  rate: fc.constantFrom(1_800, 1_600, 0, 10_000),
  means: fc.constantFrom('cash', 'mixed', 'electronic'),
  cut: fc.nat(),
  /** Where each step of a return takes from, and how much of it. */
  steps: fc.infiniteStream(fc.record({ at: fc.nat(), units: fc.nat() })),
});

type AnySale = typeof anySale extends fc.Arbitrary<infer Value> ? Value : never;

function priceOf({ lines, discount: whole, rate }: AnySale): PricedSale | null {
  const order = lines.map((one, index) => {
    return { ...plainLine(String(index + 1), one.quantity), discount: one.discount };
  });
  const held = lines.map((one, index) => {
    const productId = String(index + 1);
    return { productId, sku: productId, name: productId, unitPriceCentimos: one.price };
  });
  const pricing = priceSale(plainOrder(order, { discount: whole }), held, rate);
  return pricing.kind === 'Priced' ? pricing.sale : null;
}

/** Pays a total: in cash, by cards, or by a card and cash. */
function tendersFor(totalCentimos: number, { means, cut }: AnySale): Tender[] {
  const of = (method: 'CASH' | 'CARD' | 'YAPE', amountCentimos: number): Tender[] =>
    amountCentimos > 0
      ? [{ method, amountCentimos, tenderedCentimos: null, reference: null, returnId: null }]
      : [];
  if (means === 'cash') return of('CASH', wholeCoins(totalCentimos));
  const first = totalCentimos === 0 ? 0 : cut % (totalCentimos + 1);
  if (means === 'electronic') return [...of('YAPE', first), ...of('CARD', totalCentimos - first)];
  const cash = wholeCoins(first);
  return [...of('CARD', totalCentimos - cash), ...of('CASH', cash)];
}

test('20,000 sales come back in random parts until nothing is left, exact to the céntimo', () => {
  fc.assert(
    fc.property(anySale, (sale) => liveThrough(sale)),
    { numRuns: RUNS },
  );
});

function liveThrough(given: AnySale): void {
  const sale = priceOf(given);
  if (sale === null) return;
  const gross = sumOf(sale.lines.map((one) => one.unitPriceCentimos * one.quantity));
  expect(gross - sale.discountCentimos).toBe(sale.totalCentimos);
  expect(sale.subtotalCentimos + sale.taxCentimos).toBe(sale.totalCentimos);

  const tenders = tendersFor(sale.totalCentimos, given);
  expect(judgeTenders(sale.totalCentimos, tenders)).toBeNull();
  const { amountDueCentimos } = amountDueOf(sale.totalCentimos, tenders);
  const payments = tenders.map((tender, index): RefundablePayment => {
    return { seq: index + 1, ...tender, refundedCentimos: 0 };
  });
  if (payments.length > 0) {
    expect(sumOf(payments.map((payment) => payment.amountCentimos))).toBe(amountDueCentimos);
  }

  const left = sale.lines.map((one) => ({
    ...one,
    returnedQuantity: 0,
    base: 0,
    tax: 0,
    total: 0,
  }));
  let worth = sale.totalCentimos;
  for (const { at, units } of given.steps) {
    const open = left.filter((each) => each.returnedQuantity < each.quantity);
    const one = open[at % Math.max(1, open.length)];
    if (!one) break;
    // The whole rest now and then, or large quantities would never come to an end.
    const rest = one.quantity - one.returnedQuantity;
    const quantity = units % 3 === 0 ? rest : 1 + (units % rest);
    const part = returnPartOf(one, quantity);
    expect(Math.min(part.baseCentimos, part.taxCentimos)).toBeGreaterThanOrEqual(0);
    expect(part.baseCentimos + part.taxCentimos).toBe(part.totalCentimos);
    giveBack(payments, worth, worth - part.totalCentimos);
    worth -= part.totalCentimos;
    one.returnedQuantity += quantity;
    one.base += part.baseCentimos;
    one.tax += part.taxCentimos;
    one.total += part.totalCentimos;
  }
  for (const one of left) {
    expect([one.base, one.tax, one.total]).toEqual([
      one.baseCentimos,
      one.taxCentimos,
      one.totalCentimos,
    ]);
  }
  for (const payment of payments) expect(payment.refundedCentimos).toBe(payment.amountCentimos);
}

function giveBack(payments: RefundablePayment[], beforeCentimos: number, afterCentimos: number) {
  for (const refund of planRefunds(payments, { beforeCentimos, afterCentimos })) {
    expect(refund.amountCentimos).toBeGreaterThan(0);
    if (refund.method === 'CASH') expect(refund.amountCentimos % 10).toBe(0);
    const payment = payments.find(({ seq }) => seq === refund.paymentSeq)!;
    payment.refundedCentimos += refund.amountCentimos;
    expect(payment.refundedCentimos).toBeLessThanOrEqual(payment.amountCentimos);
  }
}

const TOTAL = { lineNumber: 1, returnedQuantity: 0, taxRateBasisPoints: 1_800 };

test('3 × 33.33 less 0.10, paid 99.80 in cash, comes back one by one', () => {
  const one = { ...TOTAL, quantity: 3, unitPriceCentimos: 3_333, totalCentimos: 9_989 };
  const parts = [0, 1, 2].map((returned) =>
    returnPartOf({ ...one, returnedQuantity: returned }, 1),
  );
  expect(parts.map((part) => part.totalCentimos)).toEqual([3_330, 3_329, 3_330]);
  expect(parts.map((part) => part.baseCentimos)).toEqual([2_822, 2_821, 2_822]);
  expect(parts.map((part) => part.taxCentimos)).toEqual([508, 508, 508]);

  const cash = { seq: 1, method: 'CASH' as const, amountCentimos: 9_980, refundedCentimos: 0 };
  const worths = [9_989, 6_659, 3_330, 0];
  const refunds = worths.slice(1).map((afterCentimos, index) => {
    const [refund] = planRefunds([cash], { beforeCentimos: worths[index]!, afterCentimos });
    cash.refundedCentimos += refund!.amountCentimos;
    return refund!.amountCentimos;
  });
  expect(refunds).toEqual([3_330, 3_320, 3_330]);
});

test('of 2 × 49.98 paid 50.06 by card and 49.90 in cash, the card comes back first', () => {
  const card = { seq: 1, method: 'CARD' as const, amountCentimos: 5_006, refundedCentimos: 0 };
  const cash = { seq: 2, method: 'CASH' as const, amountCentimos: 4_990, refundedCentimos: 0 };
  const first = planRefunds([card, cash], { beforeCentimos: 9_996, afterCentimos: 4_998 });
  expect(first).toEqual([{ paymentSeq: 1, method: 'CARD', amountCentimos: 4_998 }]);
  card.refundedCentimos = 4_998;
  const second = planRefunds([card, cash], { beforeCentimos: 4_998, afterCentimos: 0 });
  expect(second).toEqual([
    { paymentSeq: 1, method: 'CARD', amountCentimos: 8 },
    { paymentSeq: 2, method: 'CASH', amountCentimos: 4_990 },
  ]);
});

test('base and tax never fall when a total grows by a céntimo, at any rate', () => {
  const rates = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_00 }), rates, (total, rate) => {
      const [before, after] = [splitTax(total, rate), splitTax(total + 1, rate)];
      expect(after.baseCentimos).toBeGreaterThanOrEqual(before.baseCentimos);
      expect(after.taxCentimos).toBeGreaterThanOrEqual(before.taxCentimos);
    }),
  );
});
