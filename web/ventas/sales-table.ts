import { day, time } from '../words/format.ts';
import { labelOf, PAYMENT_METHODS } from '../words/labels.ts';
import { centimos } from '../words/money.ts';
import type { ListedSale } from './sale.ts';
import { ANYONE, standingOf } from './sale-words.ts';

const HEAD = [
  'Comprobante',
  'Número',
  'Fecha',
  'Hora',
  'Cliente',
  'Documento',
  'Vendedor',
  'Medios de pago',
  'Total S/',
  'Devuelto S/',
  'Estado',
];

/** Sales as rows of texts for a spreadsheet, with a head. */
export function salesTable(sales: readonly ListedSale[]): string[][] {
  return [HEAD, ...sales.map(rowOf)];
}

function rowOf(sale: ListedSale): string[] {
  return [
    sale.document?.code ?? '',
    sale.number,
    day(sale.createdAt),
    time(sale.createdAt),
    sale.customerName ?? ANYONE,
    sale.customerDocNumber ?? '',
    sale.sellerName,
    methodsOf(sale).join(' + '),
    sale.total,
    sale.returnedTotal,
    standingOf(sale).text,
  ];
}

/** The means that a sale was paid by, each once, in words. */
export function methodsOf({ payments }: Pick<ListedSale, 'payments'>): string[] {
  return [...new Set(payments.map(({ method }) => labelOf(PAYMENT_METHODS, method)))];
}

/** The worth of sales, without what came back; in céntimos. */
export function totalOf(sales: readonly ListedSale[]): number {
  return sales.reduce(
    (sum, { total, returnedTotal }) => sum + centimos(total) - centimos(returnedTotal),
    0,
  );
}
