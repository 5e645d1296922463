import { shownCount } from '../../../common/values/counts.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { type ReportPage, reportSales } from './sales-report.ts';
import { type ReportNames, reportCsv } from './sales-report-csv.ts';
import { findNames } from './sales-report-store.ts';

export const reportResolvers: Pick<Resolvers, 'Query' | 'SalesReport' | 'SalesReportRow'> = {
  Query: {
    reporteVentas: (_, args, { database }) => reportSales(database, args),
  },
  SalesReport: {
    csv: async (report, _, context) => reportCsv(report, await namesOf(report, context)),
  },
  SalesReportRow: {
    product: ({ productId }) => (productId === null ? null : { id: String(productId) }),
    seller: ({ sellerId }, _, { loaders }) =>
      sellerId === null ? null : loaders.sellerById.load(sellerId),
    salesCount: ({ salesCount }) => shownCount(salesCount),
    units: ({ units }) => shownCount(units),
    gross: ({ grossCentimos }) => grossCentimos,
    discount: ({ discountCentimos }) => discountCentimos,
    base: ({ baseCentimos }) => baseCentimos,
    tax: ({ taxCentimos }) => taxCentimos,
    total: ({ totalCentimos }) => totalCentimos,
    returned: ({ returnedCentimos }) => returnedCentimos,
    net: ({ netCentimos }) => netCentimos,
  },
};

/** Reads what the rows of a report are about: sellers as they are now, products as last sold. */
async function namesOf(
  { rows }: ReportPage,
  { loaders, database }: SubgraphContext,
): Promise<ReportNames> {
  const sellerIds = rows.flatMap(({ sellerId }) => sellerId ?? []);
  const sellers = await Promise.all(sellerIds.map((id) => loaders.sellerById.load(id)));
  const saleIds = rows.flatMap(({ newestSaleId }) => newestSaleId ?? []);
  const lines = saleIds.length === 0 ? [] : await database.query(findNames(saleIds));
  const lineByPlace = new Map(lines.map((line) => [`${line.saleId} ${line.productId}`, line]));
  return {
    sellers: new Map(sellers.flatMap((seller) => (seller ? [[seller.id, seller]] : []))),
    products: new Map(
      rows.flatMap(({ productId, newestSaleId }) => {
        const line = lineByPlace.get(`${newestSaleId} ${productId}`);
        return line ? [[line.productId, line]] : [];
      }),
    ),
  };
}
