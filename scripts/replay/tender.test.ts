import { expect, test } from '@jest/globals';
import { invoiceLine } from '../../tests/support/invoice-lines.ts';
import { referenceOf, tenderOf } from './tender.ts';

const tender = (invoiceNo: string, unitPriceCentimos: number, quantity = 1) =>
  tenderOf({ invoiceNo, lines: [invoiceLine({ invoiceNo, unitPriceCentimos, quantity })] });

test('an even invoice is paid in cash, rounded down to whole coins', () => {
  expect(tender('536366', 255, 3)).toEqual({
    method: 'CASH',
    amountCentimos: 760,
    reference: null,
  });
  expect(tender('536370', 10)).toMatchObject({ method: 'CASH', amountCentimos: 10 });
});

test('an odd invoice is paid by card to the céntimo, with its number as reference', () => {
  const amount = { method: 'CARD', amountCentimos: 765 };
  expect(tender('536365', 255, 3)).toEqual({ ...amount, reference: '536365' });
});

test('an amount that no coin can make is paid by card', () => {
  expect(tender('536366', 9)).toEqual({ method: 'CARD', amountCentimos: 9, reference: '536366' });
});

test('a number that ends in no digit is paid by card', () => {
  expect(tender('536366A', 100)).toMatchObject({ method: 'CARD', reference: '536366A' });
});

test.each([
  ['7', '0007'],
  ['c5/é', 'C5--'],
  ['0123456789012345678901234', '56789012345678901234'],
])('the reference of invoice %s is %s', (invoiceNo, reference) => {
  expect(referenceOf(invoiceNo)).toBe(reference);
});
