import type { CatalogEntry } from './catalog.ts';
import { makeLosses } from './make-losses.ts';
import { type KnownProducts, makeSales, type ReplayDeps } from './make-sales.ts';
import type { ReplayPlan } from './replay-plan.ts';
import { enterEarlier, type ReplayResult } from './replay-result.ts';
import { takeBackGoods } from './take-back-goods.ts';
import { closeDrawer, goToTill } from './till-drawer.ts';

const SELLER_CODE = 'REPLAY';
const SELLER_NAME = 'Ventas importadas';
/** Foreigner's cards of 12 characters: a valid number for every customer number of a file. */
const CUSTOMER_PREFIX = 'RP';
const CUSTOMERS_AT_ONCE = 8;

/**
 * Brings the catalog and the customers of a file into the shop, then makes its sales in the file's
 * order, writes off what it writes off, and takes back what its cancellations take back. It may be
 * run again, also after it was killed: all keys derive from the file, so nothing is done twice.
 * @param result is filled while the replay goes on
 */
export async function replay(
  deps: ReplayDeps,
  plan: ReplayPlan,
  result: ReplayResult,
): Promise<void> {
  const products = await importCatalog(deps, plan.catalog, result);
  result.sellerId = await deps.shop.ensureSeller(SELLER_CODE, SELLER_NAME);
  const customerIdByNo = await ensureCustomers(deps, plan.customerNos, result);
  enterEarlier(result, await deps.shop.listSales(result.sellerId));
  result.stockBefore = await deps.shop.listAvailable();
  const drawer = await goToTill(deps.shop, plan);
  result.tillId = drawer.tillId;
  const known = { products, sellerId: result.sellerId, customerIdByNo, drawer };
  await makeSales({ ...deps, ...known }, plan.sales, result);
  await makeLosses({ ...deps, idBySku: products.idBySku }, plan.planned, result);
  await takeBackGoods({ ...deps, drawer }, plan.planned, result);
  if (!deps.stop.aborted) await closeDrawer(deps.shop, drawer.tillId, plan);
}

/** Every product starts at its first price, also in a later run: all runs set the same prices. */
async function importCatalog(
  { shop, progress }: ReplayDeps,
  catalog: ReadonlyMap<string, CatalogEntry>,
  result: ReplayResult,
): Promise<KnownProducts> {
  const entries = [...catalog.values()];
  progress.begin('Importing products', entries.length);
  const imported = await shop.importProducts(
    entries.map((entry) => ({ ...entry, priceCentimos: entry.openingPriceCentimos })),
  );
  result.productsCreated = imported.created;
  result.refusedProducts.push(...imported.refusals);
  progress.advance(entries.length);
  progress.end();
  return {
    catalog,
    idBySku: imported.idBySku,
    priceCentimosBySku: new Map(entries.map((entry) => [entry.sku, entry.openingPriceCentimos])),
  };
}

async function ensureCustomers(
  { shop, progress, stop }: ReplayDeps,
  customerNos: readonly string[],
  result: ReplayResult,
): Promise<Map<string, string>> {
  const known = await shop.listCustomers(CUSTOMER_PREFIX);
  const idByNo = new Map<string, string>();
  progress.begin('Adding customers', customerNos.length);
  const waiting = customerNos.values();
  const work = async () => {
    for (const customerNo of waiting) {
      if (stop.aborted) return;
      const docNumber = `${CUSTOMER_PREFIX}${customerNo.padStart(10, '0')}`;
      const id = known.get(docNumber);
      idByNo.set(customerNo, id ?? (await shop.ensureCustomer(docNumber, `Cliente ${customerNo}`)));
      if (id === undefined) result.customersCreated++;
      progress.advance(1);
    }
  };
  await Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, work));
  progress.end();
  return idByNo;
}
