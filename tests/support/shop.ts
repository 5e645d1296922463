// A shop to test in: what it does goes through the router, as its people would do it. Tests make
// their own products, customers and sellers, so that they can share a graph.
import { randomUUID } from 'node:crypto';
import { query } from '../../scripts/stack/throwaway/graphql-client.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';

export interface NewProduct {
  readonly sku?: string;
  readonly name?: string;
  readonly price?: string;
  readonly barcode?: string;
  readonly categorySlug?: string;
  /** Units in stock from the start. */
  readonly stock?: number;
}

export interface SeededProduct {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly version: number;
}

export interface OrderedLine {
  readonly productId: string;
  readonly quantity: number;
  readonly expectedUnitPrice?: string;
}

/** What is sold; the key is a new one and the seller is the shop's own unless told otherwise. */
export interface Order {
  readonly items: readonly OrderedLine[];
  readonly idempotencyKey?: string;
  readonly sellerId?: string;
  readonly customerId?: string;
}

export interface SoldLine {
  readonly lineNumber: number;
  readonly productId: string;
  readonly sku: string;
  readonly productName: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly discount: string;
  readonly taxRate: string;
  readonly base: string;
  readonly tax: string;
  readonly total: string;
}

export interface SoldSale {
  readonly id: string;
  readonly status: string;
  readonly currency: string;
  readonly subtotal: string;
  readonly tax: string;
  readonly discount: string;
  readonly total: string;
  readonly createdAt: string;
  readonly seller: { readonly id: string };
  readonly customer: { readonly id: string } | null;
  readonly items: readonly SoldLine[];
}

/** One of `userErrors`, with the fields of the more telling members. */
export interface ShopError {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
  readonly product?: { readonly id: string; readonly sku: string } | null;
  readonly requested?: number;
  readonly available?: number;
  readonly expected?: string;
  readonly current?: string;
}

export interface SaleAnswer {
  readonly sale: SoldSale | null;
  readonly replayed: boolean;
  readonly userErrors: readonly ShopError[];
}

export interface Stock {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
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

export class Shop {
  readonly #url: string;
  /** The seller of every order that names nobody else. */
  readonly sellerId: string;

  constructor(url: string, sellerId: string) {
    this.#url = url;
    this.sellerId = sellerId;
  }

  /** Runs a document that must succeed. @throws Error with the errors of the answer */
  ask<Data>(document: string, variables: object = {}): Promise<Data> {
    return askRouter<Data>(this.#url, document, variables);
  }

  /** Runs a document that must fail. @returns the codes of its errors */
  async codesOf(document: string, variables: object = {}) {
    const { errors = [] } = await query(this.#url, document, { ...variables });
    return errors.map(({ extensions }) => extensions?.['code']);
  }

  /** Adds products with their opening stock. */
  async addProducts(products: readonly NewProduct[]): Promise<SeededProduct[]> {
    const rows = products.map(({ stock, ...product }) => {
      const sku = product.sku ?? `SKU-${randomUUID()}`;
      return { name: `Producto ${sku}`, price: '10.00', openingStock: stock ?? 0, ...product, sku };
    });
    const { imported } = await this.ask<{
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
  }

  async addProduct(product: NewProduct = {}): Promise<SeededProduct> {
    const [added] = await this.addProducts([product]);
    return added!;
  }

  /** @returns the new customer's id */
  async addCustomer(name = 'Ana Torres'): Promise<string> {
    const { added } = await this.ask<{ added: { customer: { id: string } } }>(
      `mutation Add($name: String!) {
        added: crearCliente(input: { name: $name }) { customer { id } }
      }`,
      { name },
    );
    return added.customer.id;
  }

  /** @returns the new seller's id */
  addSeller(): Promise<string> {
    return addSeller(this.#url);
  }

  async sell(order: Order, headers: Readonly<Record<string, string>> = {}): Promise<SaleAnswer> {
    const input = { idempotencyKey: randomUUID(), sellerId: this.sellerId, ...order };
    const data = await askRouter<{ realizarVenta: SaleAnswer }>(
      this.#url,
      SELL,
      { input },
      headers,
    );
    return data.realizarVenta;
  }

  async stockOf(productId: string): Promise<Stock> {
    const { producto } = await this.ask<{ producto: { stock: Stock } }>(
      'query Stock($id: ID!) { producto(id: $id) { stock { onHand reserved available } } }',
      { id: productId },
    );
    return producto.stock;
  }

  async countSales(): Promise<number> {
    const { ventas } = await this.ask<{ ventas: { totalCount: number } }>(
      '{ ventas { totalCount } }',
    );
    return ventas.totalCount;
  }
}

/** Opens a shop with one seller on a started graph. */
export async function openShop({ urls }: Pick<Graph, 'urls'>): Promise<Shop> {
  return new Shop(urls.router, await addSeller(urls.router));
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
