import { returnPartOf } from '../returns/return-parts.ts';
import type { SaleReturnItemRow } from '../returns/return-store.ts';
import type { SaleItemRow } from '../sales/sale-store.ts';
import type { PrintedDocument } from './printed-document.ts';

/** The lines and amounts of a document. */
export type DocumentContent = Pick<
  PrintedDocument,
  | 'lines'
  | 'taxRateBasisPoints'
  | 'baseCentimos'
  | 'taxCentimos'
  | 'discountCentimos'
  | 'totalCentimos'
>;

/** Units of one line of a sale with their worth, in céntimos. */
interface ContentLine {
  item: SaleItemRow;
  quantity: number;
  baseCentimos: number;
  taxCentimos: number;
  totalCentimos: number;
}

/** The document of a whole sale, whatever came back of it since. */
export function contentOfSale(items: readonly SaleItemRow[]): DocumentContent {
  return contentOf(items.map((item) => ({ item, ...item })));
}

/** The note of a return: exactly the units and amounts that came back. */
export function contentOfReturn(
  items: readonly SaleItemRow[],
  returned: readonly SaleReturnItemRow[],
): DocumentContent {
  const byNumber = new Map(items.map((item) => [item.lineNumber, item]));
  return contentOf(
    returned.flatMap((part) => {
      const item = byNumber.get(part.lineNumber);
      return item ? { item, ...part } : [];
    }),
  );
}

/** The rest of a sale, as a correction takes it back and writes it anew. */
export function contentOfRest(items: readonly SaleItemRow[]): DocumentContent {
  return contentOf(
    items.flatMap((item) => {
      const quantity = item.quantity - item.returnedQuantity;
      return quantity > 0 ? { item, quantity, ...returnPartOf(item, quantity) } : [];
    }),
  );
}

function contentOf(parts: readonly ContentLine[]): DocumentContent {
  const sum = (amount: (part: ContentLine) => number) =>
    parts.reduce((total, part) => total + amount(part), 0);
  const lines = parts.map(({ item, quantity, totalCentimos }) => {
    const { productName: description, unitPriceCentimos } = item;
    const discountCentimos = unitPriceCentimos * quantity - totalCentimos;
    return { quantity, description, unitPriceCentimos, discountCentimos, totalCentimos };
  });
  return {
    lines,
    taxRateBasisPoints: [...new Set(parts.map(({ item }) => item.taxRateBasisPoints))],
    baseCentimos: sum(({ baseCentimos }) => baseCentimos),
    taxCentimos: sum(({ taxCentimos }) => taxCentimos),
    discountCentimos: lines.reduce((total, line) => total + line.discountCentimos, 0),
    totalCentimos: sum(({ totalCentimos }) => totalCentimos),
  };
}
