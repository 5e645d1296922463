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
 * Reads the sales and the stock back through the graph and compares them with what was sold. When
 * the whole file was sold, the seller must have no other sale and no product a unit left.
 */
export async function readBack(
  shop: Shop,
  plan: ReplayPlan,
  result: ReplayResult,
): Promise<ReadBack> {
  if (result.sellerId === null) return { sales: 0, totalCentimos: 0, differences: [] };
  const totals = await shop.listSaleTotals(result.sellerId);
  const isComplete = plan.isWholeFile && result.rejectedInvoices.size === 0;
  const own = [...totals].filter(([id]) => plan.isWholeFile || result.saleIds.has(id));
  const totalCentimos = own.reduce((sum, [, total]) => sum + total, 0);
  const differences = [
    ...saleDifferences(own, totalCentimos, result),
    ...(isComplete ? leftovers(plan, await shop.listAvailable()) : []),
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

function leftovers({ catalog }: ReplayPlan, available: ReadonlyMap<string, number>): string[] {
  const left = [...catalog.keys()].filter((sku) => available.get(sku) !== 0);
  const sentences = left
    .slice(0, MAX_EXAMPLES)
    .map((sku) => `${sku} has ${available.get(sku) ?? 'no'} units left, not 0.`);
  const more = left.length - sentences.length;
  return more > 0 ? [...sentences, `… and ${more} more products.`] : sentences;
}
