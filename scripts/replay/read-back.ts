import { formatSoles } from '../../common/values/money.ts';
import type { ReplayPlan } from './replay-plan.ts';
import type { ReplayResult } from './replay-result.ts';
import type { Shop } from './shop.ts';

export interface ReadBack {
  sales: number;
  totalCentimos: number;
  /** One sentence per thing that is not as it should be. */
  differences: readonly string[];
}

const MAX_EXAMPLES = 20;

/**
 * Reads the sales and the stock back through the graph and compares them with what was sold: the
 * seller must have no other new sale, and each product of the file the units that it had before,
 * without those that were sold now. Sales of other files are none of its business.
 */
export async function readBack(
  shop: Shop,
  plan: ReplayPlan,
  result: ReplayResult,
): Promise<ReadBack> {
  const { sellerId, saleIds, earlierSaleIds } = result;
  if (sellerId === null) return { sales: 0, totalCentimos: 0, differences: [] };
  const totals = await shop.listSaleTotals(sellerId);
  const own = [...totals].filter(([id]) => saleIds.has(id) || !earlierSaleIds.has(id));
  const totalCentimos = own.reduce((sum, [, total]) => sum + total, 0);
  const differences = [
    ...saleDifferences(own, totalCentimos, result),
    ...stockDifferences(plan, result, await shop.listAvailable()),
  ];
  return { sales: own.length, totalCentimos, differences };
}

function saleDifferences(
  sales: readonly (readonly [string, number])[],
  totalCentimos: number,
  { saleIds, soldCentimos }: ReplayResult,
): string[] {
  const differences: string[] = [];
  if (sales.length !== saleIds.size) {
    differences.push(`The graph has ${sales.length} sales, this file made ${saleIds.size}.`);
  }
  if (totalCentimos !== soldCentimos) {
    const [read, sold] = [formatSoles(totalCentimos), formatSoles(soldCentimos)];
    differences.push(`The graph's sales sum to ${read}, this file's to ${sold}.`);
  }
  return differences;
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
