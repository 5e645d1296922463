import { buildCatalog, type CatalogEntry } from './catalog.ts';
import type { InvoiceLine } from './invoice-file.ts';
import {
  groupInvoices,
  type Invoice,
  type NotSellable,
  type PlannedSale,
  toSales,
  whyNotSellable,
} from './invoices.ts';
import { type PlannedWriteOff, planWriteOff } from './plan-losses.ts';
import { createReturnMatcher, type PlannedCancellation } from './plan-returns.ts';

/** The plan for one invoice of the file. */
export type PlannedInvoice =
  | { kind: 'sale'; invoiceNo: string; sales: readonly PlannedSale[] }
  | ({ kind: 'cancellation' } & PlannedCancellation)
  | ({ kind: 'writeOff' } & PlannedWriteOff)
  | { kind: 'unsellable'; invoiceNo: string; reason: UnsellableReason }
  | { kind: 'pastLimit'; invoiceNo: string };

/** The reasons for which an invoice is neither a sale nor taken back nor written off. */
export type UnsellableReason = Exclude<NotSellable, 'cancellation' | 'writeOff'>;

/** Everything that a file asks for, known before the first request. */
export interface ReplayPlan {
  lines: number;
  invoices: number;
  sellableInvoices: number;
  notSellable: Readonly<Record<NotSellable, number>>;
  /** By SKU; always of the whole file, so that a later run finds the stock that it needs. */
  catalog: ReadonlyMap<string, CatalogEntry>;
  /** Codes that stand in the file but in no invoice that can be sold. */
  unsoldCodes: number;
  customerNos: readonly string[];
  /** In the file's order. */
  sales: readonly PlannedSale[];
  /** Every invoice of the file once, in its order. */
  planned: readonly PlannedInvoice[];
}

interface JudgedInvoice {
  invoice: Invoice;
  reason: NotSellable | null;
}

/**
 * @param limit the number of sellable invoices to sell, from the first on; null for all. The file
 *   ends with the last of them: what it takes back or writes off later is past the limit.
 */
export function planReplay(lines: readonly InvoiceLine[], limit: number | null): ReplayPlan {
  const judged = groupInvoices(lines).map((invoice): JudgedInvoice => {
    return { invoice, reason: whyNotSellable(invoice) };
  });
  const invoices = judged.map(({ invoice }) => invoice);
  const withReason = (wanted: NotSellable | null) =>
    judged.filter(({ reason }) => reason === wanted).map(({ invoice }) => invoice);
  const sellable = withReason(null);
  const catalog = buildCatalog(invoices, sellable, withReason('writeOff'));
  const end = endOf(judged, limit);
  const planned = planInvoices(judged.slice(0, end), catalog);
  const pastLimit = invoices.slice(end).map(({ invoiceNo }): PlannedInvoice => {
    return { kind: 'pastLimit', invoiceNo };
  });
  const sales = planned.flatMap((one) => (one.kind === 'sale' ? one.sales : []));
  return {
    lines: lines.length,
    invoices: invoices.length,
    sellableInvoices: sellable.length,
    notSellable: {
      cancellation: withReason('cancellation').length,
      writeOff: withReason('writeOff').length,
      negativePrice: withReason('negativePrice').length,
      inexactPrice: withReason('inexactPrice').length,
      withoutPrice: withReason('withoutPrice').length,
    },
    catalog,
    unsoldCodes: new Set(lines.map(({ sku }) => sku)).size - catalog.size,
    customerNos: [...new Set(sales.flatMap(({ customerNo }) => customerNo ?? []))],
    sales,
    planned: [...planned, ...pastLimit],
  };
}

/** The number of invoices of the file up to the last one that a limit lets be sold. */
function endOf(judged: readonly JudgedInvoice[], limit: number | null): number {
  const positions = judged.flatMap(({ reason }, index) => (reason === null ? index : []));
  if (limit === null || limit >= positions.length) return judged.length;
  return (positions[limit - 1] ?? -1) + 1;
}

function planInvoices(
  judged: readonly JudgedInvoice[],
  catalog: ReadonlyMap<string, CatalogEntry>,
): PlannedInvoice[] {
  const matcher = createReturnMatcher();
  return judged.map(({ invoice, reason }): PlannedInvoice => {
    const { invoiceNo } = invoice;
    switch (reason) {
      case null: {
        const sales = toSales(invoice);
        matcher.sold(sales);
        return { kind: 'sale', invoiceNo, sales };
      }
      case 'cancellation':
        return { kind: 'cancellation', ...matcher.cancelled(invoice) };
      case 'writeOff':
        return { kind: 'writeOff', ...planWriteOff(invoice, (sku) => catalog.has(sku)) };
      default:
        return { kind: 'unsellable', invoiceNo, reason };
    }
  });
}
