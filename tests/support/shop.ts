// A shop to test in: what it does goes through the router, as its people would do it. Tests make
// their own products, customers and sellers, so that they can share a graph.
import { randomUUID } from 'node:crypto';
import { query } from '../../scripts/stack/throwaway/graphql-client.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';

export interface NewProduct {
  sku?: string;
  name?: string;
  price?: string;
  barcode?: string;
  categorySlug?: string;
  /** Units in stock from the start. */
  stock?: number;
}

export interface SeededProduct {
  id: string;
  sku: string;
  name: string;
  version: number;
}

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

export interface SoldLine {
  lineNumber: number;
  productId: string;
  sku: string;
  productName: string;
  quantity: number;
  unitPrice: string;
  discount: string;
  taxRate: string;
  base: string;
  tax: string;
  total: string;
}

export interface SoldSale {
  id: string;
  status: string;
  currency: string;
  subtotal: string;
  tax: string;
  discount: string;
  total: string;
  createdAt: string;
  seller: { id: string };
  customer: { id: string } | null;
  items: readonly SoldLine[];
}

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

export interface SaleAnswer {
  sale: SoldSale | null;
  replayed: boolean;
  userErrors: readonly ShopError[];
}

export interface Stock {
  onHand: number;
  reserved: number;
  available: number;
}

export const SALE_FIELDS = `id status currency subtotal tax discount total createdAt
  seller { id } customer { id }
  items {
    lineNumber productId sku productName quantity unitPrice discount taxRate base tax total
  }`;

export const ERROR_FIELDS = `__typename code message path
  ... on InsufficientStockError { requested available product { id sku } }`;

const SELL = `mutation Sell($input: RealizarVentaInput!) {
  realizarVenta(input: $input) {
    replayed
    sale { ${SALE_FIELDS} }
    userErrors {
      ${ERROR_FIELDS}
      ... on PriceChangedError { expected current product { id sku } }
    }
  }
}`;

export type Shop = ReturnType<typeof shopOf>;

function shopOf(url: string, sellerId: string) {
  const shop = {
    /** The seller of every order that names nobody else. */
    sellerId,

    /** Runs a document that must succeed. @throws Error with the errors of the answer */
    ask<Data>(document: string, variables: object = {}): Promise<Data> {
      return askRouter<Data>(url, document, variables);
    },

    /** Runs a document that must fail. @returns the codes of its errors */
    async codesOf(document: string, variables: object = {}) {
      const { errors = [] } = await query(url, document, { ...variables });
      return errors.map(({ extensions }) => extensions?.['code']);
    },

    /** Adds products with their opening stock. */
    async addProducts(products: readonly NewProduct[]): Promise<SeededProduct[]> {
      const rows = products.map(({ stock, ...product }) => {
        const sku = product.sku ?? `SKU-${randomUUID()}`;
        return {
          name: `Producto ${sku}`,
          price: '10.00',
          openingStock: stock ?? 0,
          ...product,
          sku,
        };
      });
      const { imported } = await shop.ask<{
        imported: { results: { product: SeededProduct }[]; userErrors: ShopError[] };
      }>(
        `mutation Import($rows: [ImportProductInput!]!) {
          imported: importarProductos(input: { rows: $rows }) {
            results { product { id sku name version } }
            userErrors { ${ERROR_FIELDS} }
          }
        }`,
        { rows },
      );
      mustBeEmpty(imported.userErrors);
      return imported.results.map(({ product }) => product);
    },

    async addProduct(product: NewProduct = {}): Promise<SeededProduct> {
      const [added] = await shop.addProducts([product]);
      return added!;
    },

    /** @returns the new customer's id */
    async addCustomer(name = 'Ana Torres'): Promise<string> {
      const { added } = await shop.ask<{ added: { customer: { id: string } } }>(
        `mutation Add($name: String!) {
          added: crearCliente(input: { name: $name }) { customer { id } }
        }`,
        { name },
      );
      return added.customer.id;
    },

    /** @returns the new seller's id */
    addSeller(): Promise<string> {
      return addSeller(url);
    },

    async sell(order: Order, headers: Readonly<Record<string, string>> = {}): Promise<SaleAnswer> {
      const input = { idempotencyKey: randomUUID(), sellerId: sellerId, ...order };
      const data = await askRouter<{ realizarVenta: SaleAnswer }>(url, SELL, { input }, headers);
      return data.realizarVenta;
    },

    async stockOf(productId: string): Promise<Stock> {
      const { producto } = await shop.ask<{ producto: { stock: Stock } }>(
        'query Stock($id: ID!) { producto(id: $id) { stock { onHand reserved available } } }',
        { id: productId },
      );
      return producto.stock;
    },

    async countSales(): Promise<number> {
      const { ventas } = await shop.ask<{ ventas: { totalCount: number } }>(
        '{ ventas { totalCount } }',
      );
      return ventas.totalCount;
    },
  };
  return shop;
}

/** Opens a shop with one seller on a started graph. */
export async function openShop({ urls }: Pick<Graph, 'urls'>): Promise<Shop> {
  return shopOf(urls.router, await addSeller(urls.router));
}

async function addSeller(url: string): Promise<string> {
  const { added } = await askRouter<{ added: { seller: { id: string } } }>(
    url,
    `mutation Add($code: String!) {
      added: crearVendedor(input: { code: $code, name: "Rosa Quispe" }) { seller { id } }
    }`,
    { code: randomUUID().slice(-12) },
  );
  return added.seller.id;
}

async function askRouter<Data>(
  url: string,
  document: string,
  variables: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Data> {
  const { data, errors } = await query<Data>(url, document, { ...variables }, headers);
  mustBeEmpty(errors ?? []);
  if (!data) throw new Error('the answer has neither data nor errors');
  return data;
}

function mustBeEmpty(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new Error(`unexpected errors: ${JSON.stringify(errors)}`);
}
