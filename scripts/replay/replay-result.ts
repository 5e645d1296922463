import { type PlannedSale, totalCentimosOf } from './invoices.ts';
import type { SaleAnswer } from './sell-order.ts';

/** The progress so far; it is true also when a replay is stopped half-way. */
export interface ReplayResult {
  sellerId: string | null;
  productsCreated: number;
  /** Rows of the catalog that the graph refused, one sentence each. */
  refusedProducts: string[];
  customersCreated: number;
  /** Ids of the sales of this file, made now or by an earlier run. */
  saleIds: Set<string>;
  /** Sales among them that were there already: of an earlier run, or of a try without an answer. */
  replayedSales: number;
  rejectedSalesByCode: Map<string, number>;
  /** Invoices with a sale that was rejected. */
  rejectedInvoices: Set<string>;
  /** Invoices whose sales were all made. */
  soldInvoices: Set<string>;
  soldLines: number;
  soldCentimos: number;
  /** Time spent on sales alone. */
  sellingMs: number;
  /** The seller's sales before this run sold anything. */
  earlierSaleIds: ReadonlySet<string>;
  /** Available units by SKU before this run sold anything. */
  stockBefore: ReadonlyMap<string, number>;
  /** Units that this run has added (above 0) or sold, by SKU. */
  stockChanges: Map<string, number>;
}

/** The end of a sale. */
export type FinalAnswer = Exclude<SaleAnswer, { kind: 'short' }>;

/** An empty account, to be filled by `replay`. */
export function newReplayResult(): ReplayResult {
  return {
    sellerId: null,
    productsCreated: 0,
    refusedProducts: [],
    customersCreated: 0,
    saleIds: new Set(),
    replayedSales: 0,
    rejectedSalesByCode: new Map(),
    rejectedInvoices: new Set(),
    soldInvoices: new Set(),
    soldLines: 0,
    soldCentimos: 0,
    sellingMs: 0,
    earlierSaleIds: new Set(),
    stockBefore: new Map(),
    stockChanges: new Map(),
  };
}

/** Enters that units of a product came or went. */
export function changeStock({ stockChanges }: ReplayResult, sku: string, units: number): void {
  stockChanges.set(sku, (stockChanges.get(sku) ?? 0) + units);
}

/** Enters what became of one sale. */
export function enterAnswer(result: ReplayResult, sale: PlannedSale, answer: FinalAnswer): void {
  switch (answer.kind) {
    case 'sold':
      if (!result.earlierSaleIds.has(answer.saleId)) {
        for (const { sku, quantity } of sale.lines) changeStock(result, sku, -quantity);
      }
      result.saleIds.add(answer.saleId);
      result.soldLines += sale.lines.length;
      result.soldCentimos += totalCentimosOf(sale.lines);
      if (answer.wasReplayed) result.replayedSales++;
      break;
    case 'rejected': {
      const { rejectedSalesByCode, rejectedInvoices } = result;
      rejectedSalesByCode.set(answer.code, (rejectedSalesByCode.get(answer.code) ?? 0) + 1);
      rejectedInvoices.add(sale.invoiceNo);
    }
  }
}
