// The graph behind the screens of the web client, to compare with what they say.
import { expect } from '@jest/globals';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { openGraphDatabases } from './graph-databases.ts';
import type { WebShop } from './web-shop.ts';

/** A sale as the graph has it. */
export interface SaleTruth {
  id: string;
  number: string;
  total: string;
  discount: string;
  amountDue: string;
  change: string;
  cashRounding: string;
  sellerName: string;
  customerName: string | null;
  document: { type: string; code: string } | null;
  payments: { method: string; amount: string; tendered: string | null; reference: string | null }[];
  items: { quantity: number; unitPrice: string; productName: string }[];
}

/** The graph behind a screen. */
export interface Truth {
  /** From now on sales are counted anew. */
  startCounting(): Promise<void>;
  /**
   * Expects that so many sales were made since the counting began, and that the whole shop is sound
   * once its messages and documents have arrived.
   */
  expectSold(count: number): Promise<void>;
  lastSale(): Promise<SaleTruth>;
  available(product: { id: string }): Promise<number>;
  close(): Promise<void>;
}

/** Opens the graph behind the screens of a shop. */
export async function openTruth({ counter, graph }: WebShop): Promise<Truth> {
  const databases = openGraphDatabases(graph);
  let before = 0;
  const isSound = async () => {
    const violations = await checkInvariants({ ...databases, quiet: true });
    if (violations.length === 0) return true;
    throw new Error(JSON.stringify(violations));
  };
  return {
    async startCounting() {
      before = await counter.shop.countSales();
    },
    async expectSold(count) {
      expect((await counter.shop.countSales()) - before).toBe(count);
      await eventually('the shop is sound', isSound);
    },
    async lastSale() {
      const { ventas } = await counter.ask<{ ventas: { nodes: SaleTruth[] } }>(`{
        ventas(first: 1) { nodes { id number total discount amountDue change cashRounding
          sellerName customerName document { type code }
          payments { method amount tendered reference }
          items { quantity unitPrice productName } } } }`);
      return ventas.nodes[0]!;
    },
    available: async ({ id }) => (await counter.shop.stockOf(id)).available,
    close: databases.close,
  };
}
