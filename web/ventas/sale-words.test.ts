import { expect, test } from '@jest/globals';
import { eventWords, saleName, standingOf } from './sale-words.ts';

test('only exceptions of a sale have a tone', () => {
  const sale = { status: 'COMPLETED', total: '99.90', returnedTotal: '0.00' };
  expect(standingOf(sale)).toEqual({ text: 'Completada', tone: null });
  expect(standingOf({ ...sale, returnedTotal: '9.90' }).text).toBe('Con devolución');
  expect(standingOf({ ...sale, returnedTotal: '99.90' }).text).toBe('Devuelta');
  expect(standingOf({ ...sale, status: 'CANCELLED', returnedTotal: '99.90' })).toEqual({
    text: 'Anulada',
    tone: 'danger',
  });
});

test('a sale is called by its document, and by its number without one', () => {
  expect(saleName({ number: 'K7M2Q9A', document: { code: 'B001-00000012' } })).toBe(
    'B001-00000012',
  );
  expect(saleName({ number: 'K7M2Q9A', document: null })).toBe('K7M2Q9A');
});

test('an event names the means of payment as people do', () => {
  expect(eventWords({ kind: 'REFUNDED', detail: 'CASH 33.30' }).title).toBe(
    'Reembolso pagado Efectivo S/ 33.30',
  );
  expect(eventWords({ kind: 'DOCUMENT_ISSUED', detail: 'B001-00000012' }).title).toBe(
    'Comprobante B001-00000012',
  );
});

test('what somebody wrote stands below the event, as it was written', () => {
  expect(eventWords({ kind: 'RETURNED', detail: 'CASH 33.30' })).toEqual({
    title: 'Devolución',
    note: '«CASH 33.30»',
  });
});
