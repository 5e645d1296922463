import { expect, test } from '@jest/globals';
import { validate, version } from 'uuid';
import { invoiceLine } from '../../tests/support/invoice-lines.ts';
import { buildCatalog } from './catalog.ts';
import type { InvoiceLine } from './invoice-file.ts';
import { groupInvoices, toSales, totalCentimosOf, whyNotSellable } from './invoices.ts';

const invoice = (...lines: Partial<InvoiceLine>[]) => groupInvoices(lines.map(invoiceLine))[0]!;

test('lines of an invoice belong together even where the file interleaves invoices', () => {
  const lines = ['1', '2', '1'].map((invoiceNo, index) =>
    invoiceLine({ invoiceNo, quantity: index + 1 }),
  );
  expect(groupInvoices(lines).map(({ lines: own }) => own.map(({ quantity }) => quantity))).toEqual(
    [[1, 3], [2]],
  );
});

test('one line without a price, or taken back, keeps the whole invoice from being sold', () => {
  expect(whyNotSellable(invoice({}, {}))).toBeNull();
  expect(whyNotSellable(invoice({}, { unitPriceCentimos: 0 }))).toBe('withoutPrice');
  expect(whyNotSellable(invoice({}, { quantity: -1 }))).toBe('writeOff');
  expect(whyNotSellable(invoice({ quantity: -1, unitPriceCentimos: 0 }))).toBe('writeOff');
  expect(whyNotSellable(invoice({ invoiceNo: 'C1', quantity: -1 }))).toBe('cancellation');
  expect(whyNotSellable(invoice({}, { unitPriceCentimos: -1 }))).toBe('negativePrice');
  const inexact = { unitPriceCentimos: 0, isPriceExact: false };
  expect(whyNotSellable(invoice({}, inexact))).toBe('inexactPrice');
  expect(whyNotSellable(invoice(inexact, { quantity: -1 }))).toBe('writeOff');
});

test('a code that repeats at one price stays on its lines of one sale', () => {
  const sales = toSales(invoice({ quantity: 1 }, { sku: 'B' }, { quantity: 2 }));
  expect(sales).toHaveLength(1);
  expect(sales[0]?.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    ['A', 1],
    ['B', 1],
    ['A', 2],
  ]);
});

test('a code at three prices makes three sales, and what has one price goes with the first', () => {
  const sales = toSales(
    invoice(
      { unitPriceCentimos: 200 },
      { unitPriceCentimos: 100 },
      { sku: 'B' },
      { unitPriceCentimos: 200, quantity: 5 },
      { unitPriceCentimos: 300 },
    ),
  );
  const prices = sales.map(({ lines }) =>
    lines.map(({ sku, unitPriceCentimos }) => [sku, unitPriceCentimos]),
  );
  expect(prices).toEqual([
    [
      ['A', 200],
      ['B', 100],
      ['A', 200],
    ],
    [['A', 100]],
    [['A', 300]],
  ]);
  expect(sales.map(({ lines }) => totalCentimosOf(lines))).toEqual([1_300, 100, 300]);
});

test('keys are UUIDs that depend on the invoice number and the price level alone', () => {
  const keys = (invoiceNo: string, sku: string) =>
    toSales(invoice({ invoiceNo, sku }, { invoiceNo, sku, unitPriceCentimos: 1 })).map(
      ({ idempotencyKey }) => idempotencyKey,
    );
  expect(keys('1', 'A')).toEqual(keys('1', 'B'));
  expect(new Set([...keys('1', 'A'), ...keys('2', 'A')]).size).toBe(4);
  for (const key of keys('1', 'A')) expect([validate(key), version(key)]).toEqual([true, 5]);
});

test('a product takes its first description, its first price when sold, and all units sold', () => {
  const free = invoice({
    invoiceNo: '0',
    description: 'Hervidor',
    unitPriceCentimos: 0,
    quantity: 9,
  });
  const sold = invoice(
    { unitPriceCentimos: 300, quantity: 2 },
    { quantity: 3, description: 'Otro' },
  );
  expect([...buildCatalog([free, sold], [sold], []).values()]).toEqual([
    { sku: 'A', name: 'Hervidor', openingPriceCentimos: 300, openingStock: 5 },
  ]);
});

test('codes that differ by case are two products; without description a code is the name', () => {
  const sold = invoice({ sku: '15056bl' }, { sku: '15056BL', description: 'Sombrilla' });
  expect(
    [...buildCatalog([sold], [sold], []).values()].map(({ sku, name }) => [sku, name]),
  ).toEqual([
    ['15056bl', '15056bl'],
    ['15056BL', 'Sombrilla'],
  ]);
});
