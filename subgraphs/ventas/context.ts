import DataLoader from 'dataloader';
import type { AuthContext } from '../../common/subgraph/auth/enforce-auth.ts';
import { shareReadsByKey } from '../../common/subgraph/batch/shared-reads.ts';
import type { Database } from '../../common/subgraph/database/database.ts';
import { byKeyLoader, rowReader } from '../../common/subgraph/graphql/by-key-loader.ts';
import {
  type ConnectionLoader,
  createConnectionLoader,
  createPageReader,
} from '../../common/subgraph/graphql/connection.ts';
import type { LoaderContext } from '../../common/subgraph/graphql/fresh-loaders.ts';
import type { RequestContext } from '../../common/subgraph/server/subgraph-server.ts';
import {
  type CashSessionRow,
  findOpenSessions,
  findSessions,
} from './cash-sessions/session-store.ts';
import { type SessionTotals, totalsOf } from './cash-sessions/session-totals-store.ts';
import { type CustomerRow, findCustomers } from './customers/customer-store.ts';
import {
  type DocumentRow,
  findDocumentsBySource,
  findDocumentsOfSales,
} from './documents/document-store.ts';
import { printedDocumentOf } from './documents/print-document.ts';
import type { PrintedDocument } from './documents/printed-document.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import type { InventarioClient } from './inventario-client/inventario-client.ts';
import { findPayments, type PaymentRow } from './payments/payment-store.ts';
import type { ReturnLimits } from './returns/judge-return.ts';
import { findRefunds, type RefundRow } from './returns/refund-store.ts';
import {
  findReturnItems,
  findReturnsOfSales,
  type SaleReturnItemRow,
  type SaleReturnRow,
} from './returns/return-store.ts';
import type { SellerLimits } from './sales/judge-sale.ts';
import { findProductSales, type ProductSales } from './sales/product-sales-store.ts';
import type { SaleDeps } from './sales/realizar-venta.ts';
import { findItems, findSales, type SaleItemRow, type SaleRow } from './sales/sale-store.ts';
import { findSellers, type SellerRow } from './sellers/seller-store.ts';
import { findTills, type TillRow } from './tills/till-store.ts';

/** The resources that ventas' resolvers share, for the life of the process. */
export interface Resources {
  prisma: PrismaClient;
  database: Database;
  sales: SaleDeps;
  inventario: InventarioClient;
  rules: CounterRules;
  /** Lets what a return has written be sent at once. */
  sendFacts: () => void;
  /** Lets documents that wait be issued at once. */
  issueDocuments: () => void;
}

/** The limits that the shop sets those who are no administrators. */
export interface CounterRules extends SellerLimits, ReturnLimits {}

/** The context that ventas' resolvers get with each request. */
export interface SubgraphContext
  extends RequestContext,
    AuthContext,
    Resources,
    LoaderContext<Loaders> {}

/** Made anew for each request and each mutation in it: what is read twice is read once. */
export interface Loaders {
  saleById: DataLoader<string, SaleRow | null>;
  itemsBySale: DataLoader<string, SaleItemRow[] | null>;
  customerById: DataLoader<number, CustomerRow | null>;
  sellerById: DataLoader<number, SellerRow | null>;
  productSales: DataLoader<number, ProductSales | null>;
  paymentsBySale: DataLoader<string, PaymentRow[] | null>;
  returnsBySale: DataLoader<string, SaleReturnRow[] | null>;
  itemsByReturn: DataLoader<string, SaleReturnItemRow[] | null>;
  refundsByReturn: DataLoader<string, RefundRow[] | null>;
  documentsBySale: DataLoader<string, DocumentRow[] | null>;
  printedDocument: DataLoader<DocumentRow, PrintedDocument>;
  documentBySource: DataLoader<string, DocumentRow | null>;
  tillById: DataLoader<number, TillRow | null>;
  sessionById: DataLoader<string, CashSessionRow | null>;
  openSessionByTill: DataLoader<number, CashSessionRow | null>;
  sessionTotals: DataLoader<CashSessionRow, SessionTotals>;
  pages: ConnectionLoader;
}

/** Makes the maker of a request's loaders; what they read, the requests of a moment share. */
export function createLoaderFactory({
  prisma,
  database,
}: Pick<Resources, 'prisma' | 'database'>): () => Loaders {
  const readSales = rowReader(
    (ids: string[]) => findSales(database, ids),
    ({ id }) => id,
  );
  const readItems = shareReadsByKey(async (saleIds: readonly string[]) =>
    Map.groupBy(await findItems(database, saleIds), ({ saleId }) => saleId),
  );
  const readCustomers = rowReader(
    (ids: number[]) => findCustomers(prisma, ids),
    ({ id }) => id,
  );
  const readSellers = rowReader(
    (ids: number[]) => findSellers(prisma, ids),
    ({ id }) => id,
  );
  const readProductSales = rowReader(
    (productIds: number[]) => findProductSales(database, productIds),
    ({ productId }) => productId,
  );
  const readCounter = createCounterReaders(database);
  const pageReader = createPageReader(database);
  return () => ({
    saleById: byKeyLoader(readSales),
    itemsBySale: byKeyLoader(readItems),
    customerById: byKeyLoader(readCustomers),
    sellerById: byKeyLoader(readSellers),
    productSales: byKeyLoader(readProductSales),
    ...readCounter(),
    pages: createConnectionLoader(pageReader),
  });
}

/** The part of a request's loaders that is about money, tills and returns. */
function createCounterReaders(database: Database) {
  const readPayments = shareReadsByKey(async (saleIds: readonly string[]) =>
    Map.groupBy(await database.query(findPayments(saleIds)), ({ saleId }) => saleId),
  );
  const readReturns = shareReadsByKey(async (saleIds: readonly string[]) =>
    Map.groupBy(await database.query(findReturnsOfSales(saleIds)), ({ saleId }) => saleId),
  );
  const readReturnItems = shareReadsByKey(async (returnIds: readonly string[]) =>
    Map.groupBy(await database.query(findReturnItems(returnIds)), ({ returnId }) => returnId),
  );
  const readRefunds = shareReadsByKey(async (returnIds: readonly string[]) =>
    Map.groupBy(await database.query(findRefunds(returnIds)), ({ returnId }) => returnId),
  );
  const readDocuments = shareReadsByKey(async (saleIds: readonly string[]) =>
    Map.groupBy(await database.query(findDocumentsOfSales(saleIds)), ({ saleId }) => saleId),
  );
  const readDocumentsBySource = rowReader(
    (ids: string[]) => database.query(findDocumentsBySource(ids)),
    ({ sourceId }) => sourceId,
  );
  const readTills = rowReader(
    (ids: number[]) => database.query(findTills(ids)),
    ({ id }) => id,
  );
  const readSessions = rowReader(
    (ids: string[]) => database.query(findSessions(ids)),
    ({ id }) => id,
  );
  const readOpenSessions = rowReader(
    (tillIds: number[]) => database.query(findOpenSessions(tillIds)),
    ({ tillId }) => tillId,
  );
  return () => ({
    paymentsBySale: byKeyLoader(readPayments),
    returnsBySale: byKeyLoader(readReturns),
    itemsByReturn: byKeyLoader(readReturnItems),
    refundsByReturn: byKeyLoader(readRefunds),
    documentsBySale: byKeyLoader(readDocuments),
    documentBySource: byKeyLoader(readDocumentsBySource),
    tillById: byKeyLoader(readTills),
    sessionById: byKeyLoader(readSessions),
    openSessionByTill: byKeyLoader(readOpenSessions),
    printedDocument: new DataLoader<DocumentRow, PrintedDocument>((rows) =>
      Promise.all(rows.map((row) => printedDocumentOf(database, row))),
    ),
    // One at a time: administrators look at a few sessions, and each has its own days.
    sessionTotals: new DataLoader<CashSessionRow, SessionTotals>((sessions) =>
      Promise.all(sessions.map((session) => totalsOf(database, session))),
    ),
  });
}
