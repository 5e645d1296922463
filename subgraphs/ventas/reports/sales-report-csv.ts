import { csvOf } from '../../../common/values/csv.ts';
import { formatSoles } from '../../../common/values/money.ts';
import { METHOD_NAMES } from '../payments/method-names.ts';
import { PAYMENT_METHODS } from '../payments/tender.ts';
import type { SaleItemRow } from '../sales/sale-store.ts';
import type { SellerRow } from '../sellers/seller-store.ts';
import type { ReportLine, ReportPage } from './sales-report.ts';

/** The names of what the rows of a report are about. */
export interface ReportNames {
  /** By id. */
  sellers: ReadonlyMap<number, Pick<SellerRow, 'code' | 'name'>>;
  /** By id. */
  products: ReadonlyMap<number, Pick<SaleItemRow, 'sku' | 'productName'>>;
}

interface Column {
  title: string;
  cell: (row: ReportLine) => string | number;
}

const COUNTS: readonly Column[] = [
  { title: 'Ventas', cell: ({ salesCount }) => salesCount },
  { title: 'Unidades', cell: ({ units }) => units },
  { title: 'Bruto', cell: ({ grossCentimos }) => formatSoles(grossCentimos) },
  { title: 'Descuento', cell: ({ discountCentimos }) => formatSoles(discountCentimos) },
  { title: 'Base', cell: ({ baseCentimos }) => formatSoles(baseCentimos) },
  { title: 'IGV', cell: ({ taxCentimos }) => formatSoles(taxCentimos) },
];
const MONEY: readonly Column[] = [
  { title: 'Total', cell: ({ totalCentimos }) => formatSoles(totalCentimos) },
  { title: 'Devuelto', cell: ({ returnedCentimos }) => formatSoles(returnedCentimos) },
  { title: 'Neto', cell: ({ netCentimos }) => formatSoles(netCentimos) },
];

/** Writes the rows of a page as a table for a spreadsheet, in Spanish. */
export function reportCsv(
  { group, rows }: Pick<ReportPage, 'group' | 'rows'>,
  names: ReportNames,
): string {
  const columns = [
    ...titlesOf(group, names),
    ...(group === 'PAYMENT_METHOD' ? [] : COUNTS),
    ...MONEY,
  ];
  return csvOf([
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ]);
}

/** The columns that say what a row is about. */
function titlesOf(
  group: ReportPage['group'],
  { sellers, products }: ReportNames,
): readonly Column[] {
  const sellerOf = ({ sellerId }: ReportLine) => sellers.get(sellerId ?? 0);
  const productOf = ({ productId }: ReportLine) => products.get(productId ?? 0);
  switch (group) {
    case 'HOUR':
      return [{ title: 'Hora', cell: hourText }];
    case 'DAY':
      return [{ title: 'Día', cell: ({ key }) => key }];
    case 'SELLER':
      return [
        { title: 'Código', cell: (row) => sellerOf(row)?.code ?? row.key },
        { title: 'Vendedor', cell: (row) => sellerOf(row)?.name ?? '' },
      ];
    case 'PRODUCT':
      return [
        { title: 'SKU', cell: (row) => productOf(row)?.sku ?? row.key },
        { title: 'Producto', cell: (row) => productOf(row)?.productName ?? '' },
      ];
    case 'PAYMENT_METHOD':
      return [{ title: 'Medio de pago', cell: methodText }];
  }
}

/** `2026-11-27T15` as people write it: `2026-11-27 15:00`. */
function hourText({ key }: ReportLine): string {
  return `${key.replace('T', ' ')}:00`;
}

function methodText({ key }: ReportLine): string {
  const method = PAYMENT_METHODS.find((one) => one === key);
  return method ? METHOD_NAMES[method] : key;
}
