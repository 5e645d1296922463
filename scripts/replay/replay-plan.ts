import { buildCatalog, type CatalogEntry } from './catalog.ts';
import type { InvoiceLine } from './invoice-file.ts';
import {
  groupInvoices,
  type NotSellable,
  type PlannedSale,
  toSales,
  whyNotSellable,
} from './invoices.ts';

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
}

/** @param limit the number of sellable invoices to sell, from the first on; null for all */
export function planReplay(lines: readonly InvoiceLine[], limit: number | null): ReplayPlan {
  const invoices = groupInvoices(lines);
  const notSellable: Record<NotSellable, number> = {
    cancellation: 0,
    writeOff: 0,
    negativePrice: 0,
    inexactPrice: 0,
    withoutPrice: 0,
  };
  const sellable = invoices.filter((invoice) => {
    const reason = whyNotSellable(invoice);
    if (reason !== null) notSellable[reason]++;
    return reason === null;
  });
  const chosen = sellable.slice(0, limit ?? sellable.length);
  const catalog = buildCatalog(invoices, sellable);
  return {
    lines: lines.length,
    invoices: invoices.length,
    sellableInvoices: sellable.length,
    notSellable,
    catalog,
    unsoldCodes: new Set(lines.map(({ sku }) => sku)).size - catalog.size,
    customerNos: [...new Set(chosen.flatMap(({ customerNo }) => customerNo ?? []))],
    sales: chosen.flatMap(toSales),
  };
}
