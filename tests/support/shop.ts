// A shop to test in: what it does goes through the router, as its people would do it. Tests make
// their own products, customers and sellers, so that they can share a graph.
import { randomUUID } from 'node:crypto';
import type { TypedDocument, WholeData } from '../../common/process/http/typed-document.ts';
import { type QueryResponse, query, send } from '../../scripts/stack/throwaway/graphql-client.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  ADD_CUSTOMER,
  ADD_SELLER,
  COUNT_SALES,
  IMPORT_PRODUCTS,
  type ImportProductsData,
  READ_SALE,
  READ_STOCK,
  type ReadStockData,
  SELL,
  type SellData,
  type SoldSale,
} from './generated/shop.api.ts';

export interface NewProduct {
  sku?: string;
  name?: string;
  price?: string;
  barcode?: string;
  categorySlug?: string;
  /** Units in stock from the start. */
  stock?: number;
}

export type SeededProduct = NonNullable<
  WholeData<ImportProductsData>['importarProductos']['results'][number]['product']
>;

export interface OrderedLine {
  productId: string;
  quantity: number;
  expectedUnitPrice?: string;
}

/** A purchase; the key is a new one and the seller is the shop's own unless told otherwise. */
export interface Order {
  items: readonly OrderedLine[];
  idempotencyKey?: string;
  sellerId?: string;
  customerId?: string;
}

export type SaleAnswer = WholeData<SellData>['realizarVenta'];
export type { SoldSale };

/** One of `userErrors`, with the fields of the more telling members. */
export interface ShopError {
  __typename: string;
  code: string;
  message: string;
  path: readonly string[] | null;
  product?: { id: string; sku: string } | null;
  requested?: number;
  available?: number;
  expected?: string;
  current?: string;
}

export type Stock = NonNullable<ReadStockData['producto']>['stock'];

/** The fields of a `ShopError`, for the texts of tests. */
export const ERROR_FIELDS = `__typename code message path
  ... on InsufficientStockError { requested available product { id sku } }`;

/** A shop on a started graph, with a seller of its own. */
export type Shop = ReturnType<typeof createShop>;

/** Opens a shop with one seller on a started graph. */
export async function openShop({ urls }: Pick<Graph, 'urls'>): Promise<Shop> {
  return createShop(urls.router, await addSeller(urls.router));
}

function createShop(url: string, sellerId: string) {
  const sendToRouter = <Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: NoInfer<Variables>,
  ) => dataOf(send(url, document, variables));

  const addProducts = async (products: readonly NewProduct[]): Promise<SeededProduct[]> => {
    const rows = products.map(({ stock, ...product }) => {
      const sku = product.sku ?? `SKU-${randomUUID()}`;
      const openingStock = String(stock ?? 0);
      return { name: `Producto ${sku}`, price: '10.00', openingStock, ...product, sku };
    });
    const { importarProductos: imported } = await sendToRouter(IMPORT_PRODUCTS, { rows });
    mustBeEmpty(imported.userErrors);
    return imported.results.map(({ product }) => product!);
  };

  return {
    /** The seller of every order that names nobody else. */
    sellerId,

    /** Sends an operation that must succeed. @throws Error with the errors of the answer */
    send: sendToRouter,

    /** Sends a test's own text, which must succeed. @throws Error with the errors of the answer */
    ask<Data>(text: string, variables: object = {}): Promise<Data> {
      return dataOf(query<Data>(url, text, { ...variables }));
    },

    /** Sends a text that must fail. @returns the codes of its errors */
    async codesOf(
      text: string,
      variables: object = {},
      headers: Readonly<Record<string, string>> = {},
    ) {
      const { errors = [] } = await query(url, text, { ...variables }, headers);
      return errors.map(({ extensions }) => extensions?.['code']);
    },

    /** Adds products with their opening stock. */
    addProducts,

    async addProduct(product: NewProduct = {}): Promise<SeededProduct> {
      const [added] = await addProducts([product]);
      return added!;
    },

    /** @returns the new customer's id */
    async addCustomer(name = 'Ana Torres'): Promise<string> {
      const { crearCliente } = await sendToRouter(ADD_CUSTOMER, { name });
      return crearCliente.customer!.id;
    },

    /** @returns the new seller's id */
    addSeller: () => addSeller(url),

    async sell(order: Order, headers: Readonly<Record<string, string>> = {}): Promise<SaleAnswer> {
      const input = { idempotencyKey: randomUUID(), sellerId, ...order };
      const answer = await dataOf(send(url, SELL, { input }, headers));
      return answer.realizarVenta;
    },

    /** A sale as it is read afterwards. */
    async readSale(id: string): Promise<SoldSale> {
      return (await sendToRouter(READ_SALE, { id })).venta!;
    },

    async stockOf(productId: string): Promise<Stock> {
      return (await sendToRouter(READ_STOCK, { id: productId })).producto!.stock;
    },

    async countSales(): Promise<number> {
      return (await sendToRouter(COUNT_SALES, {})).ventas.totalCount;
    },
  };
}

async function addSeller(url: string): Promise<string> {
  const code = randomUUID().slice(-12);
  const { crearVendedor } = await dataOf(send(url, ADD_SELLER, { code }));
  return crearVendedor.seller!.id;
}

async function dataOf<Data>(answer: Promise<QueryResponse<Data>>): Promise<Data> {
  const { data, errors } = await answer;
  mustBeEmpty(errors ?? []);
  if (!data) throw new Error('the answer has neither data nor errors');
  return data;
}

function mustBeEmpty(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new Error(`unexpected errors: ${JSON.stringify(errors)}`);
}
