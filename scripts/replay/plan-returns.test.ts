// Goal: a cancellation takes back what its customer has bought before, and nothing else.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { invoiceLine } from '../../tests/support/invoice-lines.ts';
import type { InvoiceLine } from './invoice-file.ts';
import { unitsOf } from './plan-returns.ts';
import { planReplay } from './replay-plan.ts';

const bought = (invoiceNo: string, quantity: number, given: Partial<InvoiceLine> = {}) =>
  invoiceLine({ invoiceNo, quantity, customerNo: '7', ...given });
const cancelled = (quantity: number, given: Partial<InvoiceLine> = {}) =>
  bought('C9', -quantity, given);

function cancellations(lines: readonly InvoiceLine[]) {
  return planReplay(lines, null).planned.flatMap((one) => (one.kind === 'cancellation' ? one : []));
}

/** Units of a cancellation, and what it takes back: invoice, line, units. */
function matched(...lines: InvoiceLine[]) {
  const [{ units, returns } = { units: 0, returns: [] }] = cancellations(lines);
  const back = returns.flatMap(({ sale, lines: own }) =>
    own.map(({ lineNumber, quantity }) => [sale.invoiceNo, lineNumber, quantity]),
  );
  return { units, back };
}

test('the newest earlier line is taken back from first, then the ones before', () => {
  const lines = [bought('1', 4), bought('2', 3), bought('2', 2)];
  expect(matched(...lines, cancelled(6))).toEqual({
    units: 6,
    back: [
      ['2', 2, 2],
      ['2', 1, 3],
      ['1', 1, 1],
    ],
  });
});

test('what is more than was bought stays without a sale', () => {
  expect(matched(bought('1', 4), cancelled(6))).toEqual({ units: 6, back: [['1', 1, 4]] });
});

test('a sale that follows in the file is not taken back', () => {
  expect(matched(cancelled(1), bought('1', 4)).back).toEqual([]);
});

test('another product and another customer do not match, nor does an unknown customer', () => {
  expect(matched(bought('1', 4), cancelled(1, { sku: 'B' })).back).toEqual([]);
  expect(matched(bought('1', 4), cancelled(1, { customerNo: '8' })).back).toEqual([]);
  const unknown = { customerNo: null };
  expect(matched(bought('1', 4, unknown), cancelled(1, unknown))).toEqual({ units: 1, back: [] });
});

test('a product that stands twice in a cancellation stands once in each return', () => {
  expect(matched(bought('1', 4), cancelled(1), cancelled(2))).toEqual({
    units: 3,
    back: [['1', 1, 3]],
  });
});

test('two cancellations share what is left', () => {
  const lines = [bought('1', 4), cancelled(3), cancelled(3, { invoiceNo: 'C10' })];
  expect(cancellations(lines).map(({ returns }) => unitsOf(returns))).toEqual([3, 1]);
});

test('each of the sales that an invoice of two prices becomes has a return of its own', () => {
  const lines = [bought('1', 1), bought('1', 2, { unitPriceCentimos: 300 }), cancelled(3)];
  const [{ returns } = { returns: [] }] = cancellations(lines);
  expect(returns.map(({ lines: own }) => own)).toEqual([
    [{ lineNumber: 1, sku: 'A', quantity: 2, unitPriceCentimos: 300 }],
    [{ lineNumber: 1, sku: 'A', quantity: 1, unitPriceCentimos: 100 }],
  ]);
  expect(new Set(returns.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
});

test('a positive line of a cancellation takes nothing back, and is told', () => {
  expect(matched(bought('1', 4), cancelled(1), cancelled(-2))).toEqual({
    units: 3,
    back: [['1', 1, 1]],
  });
});

test('a limit takes back only what the file has up to its last sale', () => {
  const lines = [bought('1', 4), cancelled(1), bought('2', 4), cancelled(1, { invoiceNo: 'C10' })];
  expect(planReplay(lines, 1).planned.map(({ kind }) => kind)).toEqual([
    'sale',
    'pastLimit',
    'pastLimit',
    'pastLimit',
  ]);
  expect(planReplay(lines, 2).planned.map(({ kind }) => kind)).toEqual([
    'sale',
    'cancellation',
    'sale',
    'cancellation',
  ]);
});

const anyLine = fc.record({
  invoiceNo: fc.constantFrom('1', '2', '3', 'C4', 'C5', 'C6'),
  sku: fc.constantFrom('A', 'B'),
  quantity: fc.integer({ min: 1, max: 9 }),
  unitPriceCentimos: fc.constantFrom(100, 300),
});

test('whatever is cancelled, no line gives back more than it sold', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), (given) => {
      const lines = given.map((one) => {
        const sign = one.invoiceNo.startsWith('C') ? -1 : 1;
        return bought(one.invoiceNo, 1, { ...one, quantity: one.quantity * sign });
      });
      const backByLine = new Map<string, number>();
      for (const { units, returns } of cancellations(lines)) {
        expect(unitsOf(returns)).toBeLessThanOrEqual(units);
        for (const { sale, lines: own } of returns) {
          for (const { lineNumber, quantity, sku } of own) {
            const key = `${sale.idempotencyKey} ${lineNumber}`;
            const back = (backByLine.get(key) ?? 0) + quantity;
            backByLine.set(key, back);
            expect(sale.lines[lineNumber - 1]).toMatchObject({ sku });
            expect(back).toBeLessThanOrEqual(sale.lines[lineNumber - 1]!.quantity);
          }
        }
      }
    }),
  );
});
