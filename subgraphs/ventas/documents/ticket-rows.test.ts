import { expect, test } from '@jest/globals';
import { printedDocument } from '../../../tests/support/printed-documents.ts';
import type { PrintedDocument } from './printed-document.ts';
import { type TicketRow, ticketRows } from './ticket-rows.ts';

/** The rows as a person reads them. */
function readRows(parts: Partial<PrintedDocument> = {}): string[] {
  return ticketRows(printedDocument(parts)).flatMap(readRow);
}

function readRow(row: TicketRow): string[] {
  switch (row.kind) {
    case 'text':
      return [row.text];
    case 'pair':
      return [`${row.label} = ${row.amount}`];
    case 'item':
      return [row.description, `${row.label} = ${row.amount}`];
    case 'rule':
      return ['---'];
    case 'qr':
      return ['QR'];
  }
}

test('a boleta says everything from the shop to its note', () => {
  expect(readRows()).toEqual([
    'ElectroPlus',
    'ElectroPlus del Perú S.A.C.',
    'RUC 20601234565',
    'Av. Garcilaso de la Vega 1251, Cercado de Lima, Lima',
    'Tel. 01 555 0123',
    '---',
    'BOLETA DE VENTA',
    'B001-00000012',
    '---',
    'Fecha: 27/11/2026 14:05',
    'Cliente: María Ñahui Peña',
    'DNI: 45678912',
    'Venta: V-2026-000481',
    'Vendedor: José Quispe',
    'Caja: Principal',
    '---',
    'CANT. × PRECIO = IMPORTE S/',
    'Televisor LED 55" 4K Smart TV',
    '1 × 1,299.90 = 1,299.90',
    'Cable HDMI 2.1 trenzado, 2 m',
    '3 × 29.99, descuento 9.00 = 80.97',
    '---',
    'Importe sin descuentos = S/ 1,389.87',
    'Descuentos = -S/ 9.00',
    'Valor de venta = S/ 1,170.23',
    'IGV 18 % = S/ 210.64',
    'TOTAL = S/ 1,380.87',
    'Redondeo = -S/ 0.07',
    'A PAGAR = S/ 1,380.80',
    '---',
    'SON: MIL TRESCIENTOS OCHENTA CON 87/100 SOLES',
    '---',
    'PAGO',
    'Yape = S/ 500.00',
    'Efectivo = S/ 880.80',
    'Recibido = S/ 900.00',
    'Vuelto = S/ 19.20',
    '---',
    'QR',
    'Representación interna, sin valor tributario',
    'Cambios dentro de 7 días con este comprobante.',
    'Gracias por su compra.',
  ]);
});

test('a note names the document that it corrects, its reason, and what was given back', () => {
  const rows = readRows({
    type: 'NOTA_CREDITO',
    series: 'BC01',
    number: 3,
    affects: 'B001-00000012',
    reason: 'Devolución',
    payments: [{ method: 'EXCHANGE', amountCentimos: 138_087, tenderedCentimos: null }],
  });
  expect(rows).toEqual(
    expect.arrayContaining([
      'NOTA DE CRÉDITO',
      'BC01-00000003',
      'Documento que modifica: B001-00000012',
      'Motivo: Devolución',
      'DEVOLUCIÓN',
      'Cambio de producto = S/ 1,380.87',
    ]),
  );
  expect(rows).not.toContain('PAGO');
});

test('a sale without discounts and rounding has no rows for them', () => {
  const text = readRows({ discountCentimos: 0, cashRoundingCentimos: 0 }).join('\n');
  expect(text).not.toMatch(/sin descuentos|Descuentos|Redondeo|A PAGAR/);
});

test('a buyer without name and document is the public', () => {
  const rows = readRows({ customer: { name: null, docType: 'NONE', docNumber: null } });
  expect(rows).toContain('Cliente: Público en general');
  expect(rows.join('\n')).not.toContain('DNI');
});

test('a shop that has only its legal name and address says no more', () => {
  const { shop } = printedDocument();
  const rows = readRows({
    shop: { ...shop, tradeName: null, phone: null, ticketNote: null },
    tillName: null,
    payments: [],
  });
  expect(rows.slice(0, 4)).toEqual([shop.legalName, `RUC ${shop.ruc}`, shop.address, '---']);
  expect(rows.at(-1)).toBe('Representación interna, sin valor tributario');
  expect(rows.join('\n')).not.toMatch(/Tel\.|Caja|PAGO|null/);
});

test('the rates of a sale that has several stand side by side', () => {
  expect(readRows({ taxRateBasisPoints: [1_800, 1_050] })).toContain(
    'IGV 18 % y 10.5 % = S/ 210.64',
  );
});

test('a note of the shop has a row per line, without empty ones', () => {
  const { shop } = printedDocument();
  const rows = readRows({ shop: { ...shop, ticketNote: 'Uno\r\n\n  Dos \n' } });
  expect(rows.slice(-2)).toEqual(['Uno', 'Dos']);
});
