import type { TakeBackAnswer, TakeBackRequest } from './counter.ts';
import type { ReplayDeps } from './make-sales.ts';
import { type PlannedReturn, unitsOf } from './plan-returns.ts';
import type { PlannedInvoice } from './replay-plan.ts';
import { changeStock, type ReplayResult } from './replay-result.ts';
import { referenceOf } from './tender.ts';
import type { Drawer } from './till-drawer.ts';

interface TakeBackDeps extends ReplayDeps {
  drawer: Drawer;
}

/**
 * Takes back what the file's cancellations match of its sales, each once, and confirms the refunds
 * that wait. Nothing is taken back of a sale that was rejected.
 */
export async function takeBackGoods(
  deps: TakeBackDeps,
  planned: readonly PlannedInvoice[],
  result: ReplayResult,
): Promise<void> {
  const { progress, stop } = deps;
  const cancellations = planned.flatMap((one) => (one.kind === 'cancellation' ? one : []));
  progress.begin('Taking back', cancellations.length);
  for (const { invoiceNo, returns } of cancellations) {
    if (stop.aborted) break;
    let units = 0;
    for (const one of returns) {
      const saleId = result.saleIdByKey.get(one.sale.idempotencyKey);
      if (saleId === undefined) continue; // Rejected.
      if (await takeBack(deps, { invoiceNo, saleId, planned: one }, result)) {
        units += unitsOf([one]);
      }
    }
    result.unitsBack.set(invoiceNo, units);
    progress.advance(1);
  }
  progress.end();
}

interface KnownReturn {
  /** The invoice that cancels. */
  invoiceNo: string;
  saleId: string;
  planned: PlannedReturn;
}

/** @returns whether the goods came back, now or in an earlier run */
async function takeBack(
  deps: TakeBackDeps,
  { invoiceNo, saleId, planned }: KnownReturn,
  result: ReplayResult,
): Promise<boolean> {
  const { shop, drawer } = deps;
  const { idempotencyKey, lines } = planned;
  const reason = `Anulación ${invoiceNo}`;
  const answer = await takeBackAtTill(deps, {
    ...{ idempotencyKey, saleId, tillId: drawer.tillId, reason },
    lines: lines.map(({ lineNumber, quantity }) => ({ lineNumber, quantity })),
  });
  if (answer.kind === 'closed') return refuse(result, invoiceNo, 'others close the drawer');
  if (answer.kind === 'rejected') {
    return refuse(result, invoiceNo, `${answer.code}: ${answer.message}`);
  }
  const { returnId, totalCentimos, refunds } = answer;
  if (!result.earlierReturnIds.has(returnId)) {
    for (const { sku, quantity } of lines) changeStock(result, sku, quantity);
  }
  result.returnIds.add(returnId);
  result.returnedCentimos += totalCentimos;
  for (const { id, method, amountCentimos, isPending } of refunds) {
    if (isPending) await shop.confirmRefund(id, referenceOf(invoiceNo));
    result.refundedCentimos[method] += amountCentimos;
  }
  return true;
}

function refuse({ refusals }: ReplayResult, invoiceNo: string, reason: string): false {
  refusals.set(invoiceNo, reason);
  return false;
}

/** A refusal because of a closed drawer is not kept: the same key may ask again. */
async function takeBackAtTill(
  { shop, drawer }: TakeBackDeps,
  request: TakeBackRequest,
): Promise<TakeBackAnswer> {
  const answer = await shop.takeBack(request);
  if (answer.kind !== 'closed') return answer;
  await drawer.open();
  return shop.takeBack(request);
}
