import { type Invoice, keyAfter, keyOfInvoice } from './invoices.ts';

/** Units of a product that a write-off takes out of stock. */
export interface PlannedLoss {
  idempotencyKey: string;
  sku: string;
  units: number;
}

/** A write-off with what it takes out of stock. */
export interface PlannedWriteOff {
  invoiceNo: string;
  /** Units of all its lines, those included that are no loss. */
  units: number;
  losses: readonly PlannedLoss[];
}

/**
 * Plans the losses of a write-off: its negative quantities, by product.
 * @param isSold whether the file sells a product: one that it does not sell is not in the shop
 */
export function planWriteOff(
  { invoiceNo, lines }: Invoice,
  isSold: (sku: string) => boolean,
): PlannedWriteOff {
  const unitsBySku = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    if (quantity < 0 && isSold(sku)) unitsBySku.set(sku, (unitsBySku.get(sku) ?? 0) - quantity);
  }
  return {
    invoiceNo,
    units: lines.reduce((sum, { quantity }) => sum + Math.abs(quantity), 0),
    losses: [...unitsBySku].map(([sku, units]) => {
      return { idempotencyKey: keyAfter(keyOfInvoice(invoiceNo), `loss ${sku}`), sku, units };
    }),
  };
}
