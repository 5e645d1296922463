import { expect, test } from '@jest/globals';
import type { ListedSale } from './sale.ts';
import { methodsOf, salesTable, totalOf } from './sales-table.ts';

function sale(given: Partial<ListedSale>): ListedSale {
  return {
    __typename: 'Sale',
    id: '1',
    number: 'K7M2Q9A',
    createdAt: '2026-03-02T23:05:00.000Z',
    status: 'COMPLETED',
    customerName: null,
    customerDocNumber: null,
    sellerName: 'Rosa Quispe',
    total: '99.90',
    amountDue: '99.90',
    returnedTotal: '0.00',
    paymentStatus: 'PAID',
    payments: [],
    document: null,
    ...given,
  };
}

test('a sale is a row of its day and time in Lima, with plain amounts', () => {
  const [, row] = salesTable([sale({ returnedTotal: '9.90' })]);
  expect(row).toEqual([
    '',
    'K7M2Q9A',
    '02/03/2026',
    '18:05',
    'Cliente varios',
    '',
    'Rosa Quispe',
    '',
    '99.90',
    '9.90',
    'Con devolución',
  ]);
});

test('a means that paid twice is named once', () => {
  const payment = { __typename: 'Payment', id: '1', amount: '1.00' } as const;
  const payments = [
    { ...payment, method: 'YAPE' },
    { ...payment, method: 'CASH' },
    { ...payment, method: 'YAPE' },
  ] as const;
  expect(methodsOf({ payments })).toEqual(['Yape', 'Efectivo']);
});

test('what came back counts no more', () => {
  const voided = sale({ status: 'CANCELLED', returnedTotal: '99.90' });
  expect(totalOf([sale({}), voided, sale({ returnedTotal: '9.90' })])).toBe(18_990);
});
