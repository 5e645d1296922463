import { setTimeout as sleep } from 'node:timers/promises';
import { formatSoles } from '../../common/values/money.ts';
import { type CashFound, checkCash } from './cash-check.ts';
import type { ReplayPlan } from './replay-plan.ts';
import type { ReplayResult } from './replay-result.ts';
import type { SaleRecord } from './sale-record.ts';
import type { Shop } from './shop.ts';
import type { ByMethod } from './tender.ts';

export interface ReadBack {
  sales: Found & { paidCentimos: ByMethod; roundedOffCentimos: number };
  returned: Found & { units: number; refundedCentimos: ByMethod };
  stock: { products: number; unitsLeft: number; differences: readonly string[] };
  cash: CashFound;
}

/** A list that was read back; amounts in céntimos. */
interface Found {
  count: number;
  totalCentimos: number;
  /** One sentence per thing that is not as it should be. */
  differences: readonly string[];
}

const MAX_EXAMPLES = 20;
/** Stock that comes back arrives a moment after its return was recorded. */
const PATIENCE = { tries: 60, pauseMs: 500 };

/**
 * Reads the sales, the returns, the stock and the drawer back through the graph and compares them
 * with what was done: the seller must have no other new sale, and each product of the file the
 * units that it had before, without those that were sold or lost now and with those that came back.
 * Sales of other files are none of its business.
 */
export async function readBack(
  shop: Shop,
  plan: ReplayPlan,
  result: ReplayResult,
  patience = PATIENCE,
): Promise<ReadBack> {
  const { sellerId, tillId } = result;
  const sales = sellerId === null ? [] : await shop.listSales(sellerId);
  const sessions = tillId === null ? [] : await shop.listSessions(tillId);
  return {
    sales: checkSales(sales, result),
    returned: checkReturns(sales, result),
    stock: await checkStock(shop, plan, result, patience),
    cash: checkCash(sessions, sales, result),
  };
}

/** All sentences about things that are not as they should be. */
export function differencesOf({ sales, returned, stock, cash }: ReadBack): string[] {
  return [sales, returned, stock, cash].flatMap(({ differences }) => differences);
}

function checkSales(sales: readonly SaleRecord[], result: ReplayResult): ReadBack['sales'] {
  const { saleIds, earlierSaleIds, soldCentimos } = result;
  const own = sales.filter(({ id }) => saleIds.has(id) || !earlierSaleIds.has(id));
  const totalCentimos = sumOf(own, (sale) => sale.totalCentimos);
  const paidCentimos = {
    CASH: sumOf(own, (sale) => sale.paidCentimos.CASH),
    CARD: sumOf(own, (sale) => sale.paidCentimos.CARD),
  };
  const inCash = own.filter((sale) => sale.paidCentimos.CASH > 0);
  const roundedOffCentimos = sumOf(inCash, (sale) => sale.totalCentimos - sale.paidCentimos.CASH);
  const differences: string[] = [];
  if (own.length !== saleIds.size) {
    differences.push(`The graph has ${own.length} sales, this file made ${saleIds.size}.`);
  }
  if (totalCentimos !== soldCentimos) {
    const [read, sold] = [formatSoles(totalCentimos), formatSoles(soldCentimos)];
    differences.push(`The graph's sales sum to ${read}, this file's to ${sold}.`);
  }
  differences.push(...moneyDifferences('paid', paidCentimos, result.paidCentimos));
  return { count: own.length, totalCentimos, paidCentimos, roundedOffCentimos, differences };
}

function checkReturns(sales: readonly SaleRecord[], result: ReplayResult): ReadBack['returned'] {
  const { returnIds, returnedCentimos } = result;
  const own = sales.flatMap(({ returns }) => returns).filter(({ id }) => returnIds.has(id));
  const totalCentimos = sumOf(own, (one) => one.totalCentimos);
  const refundedCentimos = {
    CASH: sumOf(own, (one) => one.refundedCentimos.CASH),
    CARD: sumOf(own, (one) => one.refundedCentimos.CARD),
  };
  const units = sumOf(own, (one) => one.units);
  const plannedUnits = sumOf([...result.unitsBack.values()], (back) => back);
  const differences: string[] = [];
  if (own.length !== returnIds.size) {
    differences.push(`The graph has ${own.length} returns, this file made ${returnIds.size}.`);
  }
  if (units !== plannedUnits) {
    differences.push(`The graph's returns are ${units} units, this file's are ${plannedUnits}.`);
  }
  if (totalCentimos !== returnedCentimos) {
    const [read, made] = [formatSoles(totalCentimos), formatSoles(returnedCentimos)];
    differences.push(`The graph's returns sum to ${read}, this file's to ${made}.`);
  }
  differences.push(...moneyDifferences('refunded', refundedCentimos, result.refundedCentimos));
  const pending = sumOf(own, (one) => one.pendingRefunds);
  if (pending > 0) differences.push(`${pending} refunds still wait to be paid out.`);
  return { count: own.length, totalCentimos, units, refundedCentimos, differences };
}

function moneyDifferences(done: string, found: ByMethod, made: ByMethod): string[] {
  return (['CASH', 'CARD'] as const)
    .filter((method) => found[method] !== made[method])
    .map((method) => {
      const [read, own] = [formatSoles(found[method]), formatSoles(made[method])];
      return `The graph has ${read} ${done} by ${method}, this file ${own}.`;
    });
}

async function checkStock(
  shop: Shop,
  plan: ReplayPlan,
  result: ReplayResult,
  { tries, pauseMs }: typeof PATIENCE,
): Promise<ReadBack['stock']> {
  const mayArrive = result.returnIds.size > 0;
  for (let triesLeft = mayArrive ? tries : 1; ; triesLeft--) {
    const available = await shop.listAvailable();
    const differences = stockDifferences(plan, result, available);
    if (differences.length === 0 || triesLeft <= 1) {
      const skus = [...plan.catalog.keys()];
      const unitsLeft = sumOf(skus, (sku) => available.get(sku) ?? 0);
      return { products: skus.length, unitsLeft, differences };
    }
    await sleep(pauseMs);
  }
}

function stockDifferences(
  { catalog }: ReplayPlan,
  { stockBefore, stockChanges }: ReplayResult,
  available: ReadonlyMap<string, number>,
): string[] {
  const sentences = [...catalog.keys()].flatMap((sku) => {
    const before = stockBefore.get(sku);
    if (before === undefined) return []; // Refused by the import.
    const expected = before + (stockChanges.get(sku) ?? 0);
    const left = available.get(sku);
    return left === expected ? [] : [`${sku} has ${left ?? 'no'} units left, not ${expected}.`];
  });
  const more = sentences.length - MAX_EXAMPLES;
  return more > 0
    ? [...sentences.slice(0, MAX_EXAMPLES), `… and ${more} more products.`]
    : sentences;
}

function sumOf<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}
