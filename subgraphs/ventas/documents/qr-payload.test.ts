import { expect, test } from '@jest/globals';
import { printedDocument } from '../../../tests/support/printed-documents.ts';
import { qrPayload } from './qr-payload.ts';

test('a boleta has nine fields in the order of SUNAT, each closed by its separator', () => {
  expect(qrPayload(printedDocument())).toBe(
    '20601234565|03|B001|00000012|210.64|1380.87|2026-11-27|1|45678912|',
  );
});

test.each([
  ['BOLETA', '03'],
  ['FACTURA', '01'],
  ['NOTA_CREDITO', '07'],
] as const)('a %s is of the type %s', (type, code) => {
  expect(qrPayload(printedDocument({ type })).split('|')[1]).toBe(code);
});

test.each([
  ['DNI', '45678912', '1|45678912'],
  ['RUC', '20100070970', '6|20100070970'],
  ['CE', '001234567', '4|001234567'],
  ['PASSPORT', 'AB123456', '7|AB123456'],
  ['NONE', null, '0|-'],
  [null, null, '0|-'],
] as const)('a buyer with %s %s is %s', (docType, docNumber, fields) => {
  const payload = qrPayload(printedDocument({ customer: { name: null, docType, docNumber } }));
  expect(payload.endsWith(`|2026-11-27|${fields}|`)).toBe(true);
});

test('the day is that of Lima', () => {
  const payload = qrPayload(printedDocument({ issuedAt: new Date('2026-11-28T04:59:59Z') }));
  expect(payload.split('|')[6]).toBe('2026-11-27');
});

test('a separator inside of a text makes no further field', () => {
  const customer = { name: null, docType: 'PASSPORT', docNumber: 'A|B|' } as const;
  const fields = qrPayload(printedDocument({ series: 'B|01', customer })).split('|');
  expect(fields).toHaveLength(10);
  expect([fields[2], fields[8], fields[9]]).toEqual(['B 01', 'A B ', '']);
});
