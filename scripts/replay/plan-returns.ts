import { type Invoice, keyAfter, keyOfInvoice, type PlannedSale } from './invoices.ts';

/** Units of one line of a sale that come back. */
export interface ReturnedLine {
  lineNumber: number;
  sku: string;
  quantity: number;
  unitPriceCentimos: number;
}

/** The part of a cancellation that comes back of one sale. */
export interface PlannedReturn {
  idempotencyKey: string;
  sale: PlannedSale;
  lines: readonly ReturnedLine[];
}

/** A cancellation with the sales that it takes back from. */
export interface PlannedCancellation {
  invoiceNo: string;
  /** Units of all its lines, those included that match no sale. */
  units: number;
  returns: readonly PlannedReturn[];
}

/** Finds the sales that cancellations take back from; told of the invoices in the file's order. */
export interface ReturnMatcher {
  sold(sales: readonly PlannedSale[]): void;
  cancelled(invoice: Invoice): PlannedCancellation;
}

/** A line of an earlier sale with the units that may still come back. */
interface OpenLine {
  sale: PlannedSale;
  line: Omit<ReturnedLine, 'quantity'>;
  left: number;
}

/**
 * Makes a matcher that takes the newest earlier lines of the same customer and product first, as
 * many units as are left of each. It looks at the file alone, so every run takes the same.
 */
export function createReturnMatcher(): ReturnMatcher {
  const openLines = new Map<string, OpenLine[]>();
  return {
    sold(sales) {
      for (const sale of sales) {
        if (sale.customerNo === null) continue;
        for (const [index, { sku, quantity, unitPriceCentimos }] of sale.lines.entries()) {
          const key = keyOfPair(sale.customerNo, sku);
          const open = openLines.get(key) ?? [];
          const line = { lineNumber: index + 1, sku, unitPriceCentimos };
          openLines.set(key, [...open, { sale, line, left: quantity }]);
        }
      }
    },
    cancelled({ invoiceNo, customerNo, lines }) {
      const taken: Taken[] = [];
      let units = 0;
      for (const { sku, quantity } of lines) {
        units += Math.abs(quantity);
        if (customerNo === null || quantity >= 0) continue;
        taken.push(...takeNewest(openLines.get(keyOfPair(customerNo, sku)) ?? [], -quantity));
      }
      return { invoiceNo, units, returns: returnsOf(invoiceNo, taken) };
    },
  };
}

/** Units of all returns of a list. */
export function unitsOf(returns: readonly Pick<PlannedReturn, 'lines'>[]): number {
  return returns.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The worth of lines that come back, in céntimos. */
export function worthOf(lines: readonly ReturnedLine[]): number {
  return lines.reduce(
    (sum, { quantity, unitPriceCentimos }) => sum + quantity * unitPriceCentimos,
    0,
  );
}

function keyOfPair(customerNo: string, sku: string): string {
  return `${customerNo} ${sku}`;
}

interface Taken extends Pick<OpenLine, 'sale' | 'line'> {
  quantity: number;
}

function takeNewest(open: readonly OpenLine[], units: number): Taken[] {
  const taken: Taken[] = [];
  let wanted = units;
  for (const openLine of open.toReversed()) {
    const quantity = Math.min(wanted, openLine.left);
    if (quantity === 0) continue;
    openLine.left -= quantity;
    wanted -= quantity;
    taken.push({ sale: openLine.sale, line: openLine.line, quantity });
  }
  return taken;
}

/** One return per sale, in which each line stands once. */
function returnsOf(invoiceNo: string, taken: readonly Taken[]): PlannedReturn[] {
  const takenBySale = Map.groupBy(taken, ({ sale }) => sale);
  return [...takenBySale].map(([sale, own]) => {
    const ownByLine = Map.groupBy(own, ({ line }) => line);
    const lines = [...ownByLine].map(([line, parts]) => {
      return { ...line, quantity: parts.reduce((sum, { quantity }) => sum + quantity, 0) };
    });
    const step = `return ${sale.idempotencyKey}`;
    return { idempotencyKey: keyAfter(keyOfInvoice(invoiceNo), step), sale, lines };
  });
}
