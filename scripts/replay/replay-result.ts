import { type PlannedSale, totalCentimosOf } from './invoices.ts';
import type { SaleRecord } from './sale-record.ts';
import type { SaleAnswer } from './sell-order.ts';
import { type ByMethod, tenderOf } from './tender.ts';

/** The progress so far; it is true also when a replay is stopped half-way. */
export interface ReplayResult {
  sellerId: string | null;
  /** Null until the till is known. */
  tillId: string | null;
  productsCreated: number;
  /** Rows of the catalog that the graph refused, one sentence each. */
  refusedProducts: string[];
  customersCreated: number;
  /** Ids of the sales of this file, made now or by an earlier run. */
  saleIds: Set<string>;
  /** The same ids, by the key of the planned sale. */
  saleIdByKey: Map<string, string>;
  /** Sales among them that were there already: of an earlier run, or of a try without an answer. */
  replayedSales: number;
  rejectedSalesByCode: Map<string, number>;
  /** Invoices with a sale that was rejected. */
  rejectedInvoices: Set<string>;
  /** Invoices whose sales were all made. */
  soldInvoices: Set<string>;
  soldLines: number;
  soldCentimos: number;
  /** Payments of the sales, but for those that an earlier version made without any. */
  paidCentimos: ByMethod;
  /** Units that came back, by the invoice that cancels them; an entry once it was carried out. */
  unitsBack: Map<string, number>;
  /** Ids of the returns of this file, made now or by an earlier run. */
  returnIds: Set<string>;
  returnedCentimos: number;
  refundedCentimos: ByMethod;
  /** Units that were lost, by the invoice that writes them off; an entry once it was done. */
  unitsLost: Map<string, number>;
  /** Reasons of the graph against returns and losses, by invoice. */
  refusals: Map<string, string>;
  /** Time spent on sales alone. */
  sellingMs: number;
  /** The seller's sales before this run sold anything. */
  earlierSaleIds: ReadonlySet<string>;
  /** The returns of those sales before this run took anything back. */
  earlierReturnIds: ReadonlySet<string>;
  /** Available units by SKU before this run sold anything. */
  stockBefore: ReadonlyMap<string, number>;
  /** Units that this run has added (above 0) or sold, by SKU. */
  stockChanges: Map<string, number>;
}

/** The end of a sale. */
export type FinalAnswer =
  | { kind: 'sold'; saleId: string; wasReplayed: boolean; wasUnpaid: boolean }
  | Extract<SaleAnswer, { kind: 'rejected' }>;

/** An empty account, to be filled by `replay`. */
export function newReplayResult(): ReplayResult {
  return {
    sellerId: null,
    tillId: null,
    productsCreated: 0,
    refusedProducts: [],
    customersCreated: 0,
    saleIds: new Set(),
    saleIdByKey: new Map(),
    replayedSales: 0,
    rejectedSalesByCode: new Map(),
    rejectedInvoices: new Set(),
    soldInvoices: new Set(),
    soldLines: 0,
    soldCentimos: 0,
    paidCentimos: { CASH: 0, CARD: 0 },
    unitsBack: new Map(),
    returnIds: new Set(),
    returnedCentimos: 0,
    refundedCentimos: { CASH: 0, CARD: 0 },
    unitsLost: new Map(),
    refusals: new Map(),
    sellingMs: 0,
    earlierSaleIds: new Set(),
    earlierReturnIds: new Set(),
    stockBefore: new Map(),
    stockChanges: new Map(),
  };
}

/** Enters the sales and returns that were there before this run. */
export function enterEarlier(result: ReplayResult, sales: readonly SaleRecord[]): void {
  result.earlierSaleIds = new Set(sales.map(({ id }) => id));
  result.earlierReturnIds = new Set(sales.flatMap(({ returns }) => returns.map(({ id }) => id)));
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
      result.saleIdByKey.set(sale.idempotencyKey, answer.saleId);
      if (!answer.wasUnpaid) {
        const { method, amountCentimos } = tenderOf(sale);
        result.paidCentimos[method] += amountCentimos;
      }
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
