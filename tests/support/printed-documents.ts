// A document with something of everything that is printed, for the tests of what prints it.
import type { PrintedDocument } from '../../subgraphs/ventas/documents/printed-document.ts';

const BOLETA: PrintedDocument = {
  type: 'BOLETA',
  series: 'B001',
  number: 12,
  issuedAt: new Date('2026-11-27T19:05:40Z'),
  shop: {
    legalName: 'ElectroPlus del Perú S.A.C.',
    tradeName: 'ElectroPlus',
    ruc: '20601234565',
    address: 'Av. Garcilaso de la Vega 1251, Cercado de Lima, Lima',
    phone: '01 555 0123',
    ticketNote: 'Cambios dentro de 7 días con este comprobante.\nGracias por su compra.',
  },
  customer: { name: 'María Ñahui Peña', docType: 'DNI', docNumber: '45678912' },
  saleNumber: 'V-2026-000481',
  sellerName: 'José Quispe',
  tillName: 'Principal',
  lines: [
    {
      quantity: 1,
      description: 'Televisor LED 55" 4K Smart TV',
      unitPriceCentimos: 129_990,
      discountCentimos: 0,
      totalCentimos: 129_990,
    },
    {
      quantity: 3,
      description: 'Cable HDMI 2.1 trenzado, 2 m',
      unitPriceCentimos: 2_999,
      discountCentimos: 900,
      totalCentimos: 8_097,
    },
  ],
  taxRateBasisPoints: [1_800],
  baseCentimos: 117_023,
  taxCentimos: 21_064,
  discountCentimos: 900,
  totalCentimos: 138_087,
  cashRoundingCentimos: -7,
  payments: [
    { method: 'YAPE', amountCentimos: 50_000, tenderedCentimos: null },
    { method: 'CASH', amountCentimos: 88_080, tenderedCentimos: 90_000 },
  ],
  affects: null,
  reason: null,
};

/** A boleta, in which the given parts are others. */
export function printedDocument(parts: Partial<PrintedDocument> = {}): PrintedDocument {
  return { ...BOLETA, ...parts };
}
