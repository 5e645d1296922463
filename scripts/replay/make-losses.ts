import { keyAfter } from './invoices.ts';
import type { ReplayDeps } from './make-sales.ts';
import type { PlannedLoss } from './plan-losses.ts';
import type { PlannedInvoice } from './replay-plan.ts';
import { changeStock, type ReplayResult } from './replay-result.ts';

interface LossDeps extends ReplayDeps {
  idBySku: ReadonlyMap<string, string>;
}

/** Takes out of stock what the file writes off, each loss once. */
export async function makeLosses(
  deps: LossDeps,
  planned: readonly PlannedInvoice[],
  result: ReplayResult,
): Promise<void> {
  const { progress, stop } = deps;
  const writeOffs = planned.flatMap((one) => (one.kind === 'writeOff' ? one : []));
  progress.begin('Writing off', writeOffs.length);
  for (const { invoiceNo, losses } of writeOffs) {
    if (stop.aborted) break;
    let units = 0;
    for (const loss of losses) {
      const refusal = await makeLoss(deps, loss, result);
      if (refusal === null) units += loss.units;
      else result.refusals.set(invoiceNo, refusal);
    }
    result.unitsLost.set(invoiceNo, units);
    progress.advance(1);
  }
  progress.end();
}

/**
 * Takes one loss out of stock. Units that an earlier file, or the shop itself, has sold of it are
 * received first, once. @returns the reason why it could not be, or null
 */
async function makeLoss(
  { shop, idBySku }: LossDeps,
  { idempotencyKey, sku, units }: PlannedLoss,
  result: ReplayResult,
): Promise<string | null> {
  const productId = idBySku.get(sku);
  if (productId === undefined) return `${sku} was not imported`;
  let answer = await shop.lose(productId, units, idempotencyKey);
  if (answer.kind === 'short') {
    const shortage = { productId, units: answer.missing };
    const received = await shop.receive(shortage, keyAfter(idempotencyKey, 'received'));
    changeStock(result, sku, received);
    answer = await shop.lose(productId, units, idempotencyKey);
  }
  switch (answer.kind) {
    case 'lost':
      changeStock(result, sku, -answer.units);
      return null;
    case 'short':
      return `others take the stock of ${sku}`;
    case 'rejected':
      return `${answer.code}: ${answer.message}`;
  }
}
