import type { CatalogEntry } from './catalog.ts';
import { keyAfter, type PlannedSale } from './invoices.ts';
import type { Progress } from './progress.ts';
import { changeStock, enterAnswer, type FinalAnswer, type ReplayResult } from './replay-result.ts';
import type { OrderItem, SaleAnswer, SaleOrder, Shortage } from './sell-order.ts';
import type { Shop } from './shop.ts';
import { tenderOf } from './tender.ts';
import type { Drawer } from './till-drawer.ts';

export interface ReplayDeps {
  shop: Shop;
  progress: Progress;
  /** Asks for the end: the sale under way is finished, no other begun. */
  stop: AbortSignal;
}

/** The shop's products as the replay knows them: nobody else is expected to edit them meanwhile. */
export interface KnownProducts {
  catalog: ReadonlyMap<string, CatalogEntry>;
  idBySku: ReadonlyMap<string, string>;
  priceCentimosBySku: Map<string, number>;
}

interface SalesDeps extends ReplayDeps {
  products: KnownProducts;
  sellerId: string;
  customerIdByNo: ReadonlyMap<string, string>;
  drawer: Drawer;
}

/** Makes the sales one after the other; each waits until its prices are the catalog's. */
export async function makeSales(
  deps: SalesDeps,
  sales: readonly PlannedSale[],
  result: ReplayResult,
): Promise<void> {
  const { progress, stop } = deps;
  const startedAtMs = performance.now();
  progress.begin('Selling', sales.length);
  for (const [index, sale] of sales.entries()) {
    if (stop.aborted) break;
    const answer = await makeSale(deps, sale, result);
    result.sellingMs = performance.now() - startedAtMs;
    enterAnswer(result, sale, answer);
    const isLastOfInvoice = sales[index + 1]?.invoiceNo !== sale.invoiceNo;
    if (isLastOfInvoice && !result.rejectedInvoices.has(sale.invoiceNo)) {
      result.soldInvoices.add(sale.invoiceNo);
    }
    progress.advance(1);
  }
  progress.end();
}

async function makeSale(
  deps: SalesDeps,
  sale: PlannedSale,
  result: ReplayResult,
): Promise<FinalAnswer> {
  const order = orderOf(deps, sale);
  if (order === null) {
    return { kind: 'rejected', code: 'PRODUCT_NOT_FOUND', message: 'a product was not imported' };
  }
  const refusal = await setPrices(deps, sale);
  if (refusal) return refusal;
  const answer = await sellAtTill(deps, order);
  return answer.kind === 'short' ? sellAfterReceipt(deps, order, answer.shortages, result) : answer;
}

type AnswerAtTill = FinalAnswer | Extract<SaleAnswer, { kind: 'short' }>;

/** Drawers that others close, one after the other, before a sale is given up. */
const MAX_DRAWERS = 5;

/**
 * Sells at the open drawer. A key that was answered while the drawer was closed is spent: the sale
 * is made under the next, which derives from it, and a later run goes the same way.
 */
async function sellAtTill({ shop, drawer }: SalesDeps, order: SaleOrder): Promise<AnswerAtTill> {
  let { idempotencyKey } = order;
  for (let tries = 0; tries < MAX_DRAWERS; tries++) {
    const answer = await sellOrFindUnpaid(shop, { ...order, idempotencyKey });
    if (answer.kind !== 'closed') return answer;
    if (!answer.wasReplayed) await drawer.open();
    idempotencyKey = keyAfter(idempotencyKey, 'drawer opened');
  }
  return { kind: 'rejected', code: 'CASH_SESSION_CLOSED', message: 'others close the drawer' };
}

type AnswerForKey = AnswerAtTill | Extract<SaleAnswer, { kind: 'closed' }>;

/**
 * Sells, or finds the sale that a version without payments has made under the key: that one is
 * asked for as it was asked for then, and stays without a payment.
 */
async function sellOrFindUnpaid(shop: Shop, order: SaleOrder): Promise<AnswerForKey> {
  const answer = await shop.sell(order);
  if (answer.kind === 'sold') return { ...answer, wasUnpaid: false };
  if (answer.kind !== 'rejected' || answer.code !== 'IDEMPOTENCY_KEY_REUSED') return answer;
  const earlier = await shop.sell({ ...order, payment: null });
  return earlier.kind === 'sold' ? { ...earlier, wasUnpaid: true } : earlier;
}

/**
 * Takes in what an earlier file, or the shop itself, has sold of the stock that a sale needs. The
 * refusal of a key is final, so the sale is made under another, which derives from it: so does the
 * key of each receipt, and a later run repeats all three.
 */
async function sellAfterReceipt(
  deps: SalesDeps,
  order: SaleOrder,
  shortages: readonly Shortage[],
  result: ReplayResult,
): Promise<FinalAnswer> {
  const { shop, products } = deps;
  const skuById = new Map([...products.idBySku].map(([sku, id]) => [id, sku]));
  for (const shortage of shortages) {
    const { productId } = shortage;
    const units = await shop.receive(shortage, keyAfter(order.idempotencyKey, productId));
    const sku = skuById.get(productId);
    if (sku !== undefined) changeStock(result, sku, units);
  }
  const idempotencyKey = keyAfter(order.idempotencyKey, 'received');
  const answer = await sellAtTill(deps, { ...order, idempotencyKey });
  return answer.kind === 'short'
    ? { kind: 'rejected', code: 'INSUFFICIENT_STOCK', message: 'others take the stock' }
    : answer;
}

/** @returns null when a product of the sale could not be imported */
function orderOf(
  { products, sellerId, customerIdByNo, drawer }: SalesDeps,
  sale: PlannedSale,
): SaleOrder | null {
  const { idempotencyKey, customerNo, lines } = sale;
  const items: OrderItem[] = [];
  for (const { sku, quantity, unitPriceCentimos } of lines) {
    const productId = products.idBySku.get(sku);
    if (productId === undefined) return null;
    items.push({ productId, quantity, unitPriceCentimos });
  }
  const customerId = customerNo === null ? null : customerIdByNo.get(customerNo);
  if (customerId === undefined) throw new Error(`Customer ${customerNo} was not added`);
  const payment = { tillId: drawer.tillId, tender: tenderOf(sale) };
  return { idempotencyKey, sellerId, customerId, items, payment };
}

/** Brings the catalog to the prices of a sale. @returns the reason why that cannot be, or null */
async function setPrices(
  { shop, products }: SalesDeps,
  { lines }: PlannedSale,
): Promise<FinalAnswer | null> {
  const { catalog, priceCentimosBySku } = products;
  const changed = new Map<string, number>();
  for (const { sku, unitPriceCentimos } of lines) {
    if (priceCentimosBySku.get(sku) !== unitPriceCentimos) changed.set(sku, unitPriceCentimos);
  }
  if (changed.size === 0) return null;
  const rows = [...changed].map(([sku, priceCentimos]) => {
    return { sku, name: catalog.get(sku)?.name ?? sku, priceCentimos };
  });
  const { idBySku: accepted, refusals } = await shop.importProducts(rows);
  for (const [sku, priceCentimos] of changed) {
    if (accepted.has(sku)) priceCentimosBySku.set(sku, priceCentimos);
  }
  const [refusal] = refusals;
  return refusal === undefined
    ? null
    : { kind: 'rejected', code: 'INVALID_PRICE', message: refusal };
}
