import { formatSoles } from '../../common/values/money.ts';
import { OperatorError } from '../operate/environment/operator-error.ts';
import { collectPages } from './collect-pages.ts';
import { type Counter, createCounter } from './counter.ts';
import {
  REPLAY_CREATE_CUSTOMER,
  REPLAY_CREATE_SELLER,
  REPLAY_FIND_SELLERS,
  REPLAY_IMPORT_PRODUCTS,
  REPLAY_LIST_CUSTOMERS,
  REPLAY_LIST_STOCK,
} from './generated/shop-operations.api.ts';
import type { Execute, Persist } from './graph-client.ts';
import { listSales, type SaleRecord } from './sale-record.ts';
import {
  receive,
  refusalOf,
  type SaleAnswer,
  type SaleOrder,
  type Shortage,
  sellOnce,
} from './sell-order.ts';

export interface ProductRow {
  sku: string;
  name: string;
  priceCentimos: number;
  /** Counts only when the product is new. */
  openingStock?: number;
}

export interface ImportedProducts {
  created: number;
  idBySku: ReadonlyMap<string, string>;
  /** One sentence per refused row. */
  refusals: readonly string[];
}

/**
 * The steps of a replay in the shop, by the graph's public operations; every call may be repeated.
 */
export interface Shop extends Counter {
  importProducts(rows: readonly ProductRow[]): Promise<ImportedProducts>;
  /** @returns the seller's id; the seller is added when there is none with this code */
  ensureSeller(code: string, name: string): Promise<string>;
  /** Ids of the customers whose foreigner's card begins with this text, by its number. */
  listCustomers(docNumberPrefix: string): Promise<Map<string, string>>;
  /** @returns the customer's id; one with this foreigner's card is added when there is none */
  ensureCustomer(docNumber: string, name: string): Promise<string>;
  sell(order: SaleOrder): Promise<SaleAnswer>;
  /** Takes units in, once per key. @returns the units that were added now; 0 for a repeat */
  receive(shortage: Shortage, idempotencyKey: string): Promise<number>;
  /** All sales of a seller, with their money and what came back of them. */
  listSales(sellerId: string): Promise<SaleRecord[]>;
  /** Available units of every product, by SKU. */
  listAvailable(): Promise<Map<string, number>>;
}

const MAX_IMPORT_ROWS = 1_000;

/** @param persist tries a call again while the graph is not able to answer it */
export function createShop(execute: Execute, persist: Persist): Shop {
  const call: Execute = (document, variables) => persist(() => execute(document, variables));
  return {
    ...createCounter(call),
    importProducts: (rows) => importInParts(call, rows),
    ensureSeller: (code, name) => ensureSeller(call, code, name),
    listCustomers: (prefix) => listCustomers(call, prefix),
    ensureCustomer: (docNumber, name) => ensureCustomer(call, docNumber, name),
    sell: (order) => persist(() => sellOnce(execute, order)),
    receive: (shortage, idempotencyKey) => receive(call, shortage, idempotencyKey),
    listSales: (sellerId) => listSales(call, sellerId),
    listAvailable: () => listAvailable(call),
  };
}

async function importInParts(
  call: Execute,
  rows: readonly ProductRow[],
): Promise<ImportedProducts> {
  const parts: ImportedProducts[] = [];
  for (let start = 0; start < rows.length; start += MAX_IMPORT_ROWS) {
    parts.push(await importPart(call, rows.slice(start, start + MAX_IMPORT_ROWS)));
  }
  return {
    created: parts.reduce((sum, { created }) => sum + created, 0),
    idBySku: new Map(parts.flatMap(({ idBySku }) => [...idBySku])),
    refusals: parts.flatMap(({ refusals }) => refusals),
  };
}

async function importPart(call: Execute, rows: readonly ProductRow[]): Promise<ImportedProducts> {
  const input = {
    rows: rows.map(({ sku, name, priceCentimos, openingStock }) => ({
      sku,
      name,
      price: formatSoles(priceCentimos),
      ...(openingStock !== undefined && { openingStock: String(openingStock) }),
    })),
  };
  const { importarProductos: answer } = await call(REPLAY_IMPORT_PRODUCTS, { input });
  return {
    created: answer.created,
    // By the SKU of the file: the shop keeps it composed.
    idBySku: new Map(
      rows.flatMap(({ sku }, index) => {
        const product = answer.results[index]?.product;
        return product ? [[sku, product.id]] : [];
      }),
    ),
    // The path is ["input", "rows", "7", "price"].
    refusals: answer.userErrors.map(
      ({ code, message, path }) => `${rows[Number(path?.[2])]?.sku}: ${code}: ${message}`,
    ),
  };
}

async function ensureSeller(call: Execute, code: string, name: string): Promise<string> {
  const find = async () => {
    const { vendedores } = await call(REPLAY_FIND_SELLERS, { search: code });
    return vendedores.nodes.find((seller) => seller.code === code);
  };
  const known = await find();
  if (known?.active === false) {
    throw new OperatorError(`The seller ${code} no longer sells: make the seller active again.`);
  }
  if (known) return known.id;
  const { crearVendedor } = await call(REPLAY_CREATE_SELLER, { input: { code, name } });
  // DUPLICATE_CODE: a call whose answer was lost has added the seller.
  const id = crearVendedor.seller?.id ?? (await find())?.id;
  if (id === undefined) throw refusalOf(`the seller ${code}`, crearVendedor.userErrors);
  return id;
}

async function listCustomers(call: Execute, prefix: string): Promise<Map<string, string>> {
  const customers = await collectPages(async (after) => {
    return (await call(REPLAY_LIST_CUSTOMERS, { search: prefix, after })).clientes;
  });
  return new Map(
    customers.flatMap(({ id, docType, docNumber }) =>
      docType === 'CE' && docNumber !== null ? [[docNumber, id]] : [],
    ),
  );
}

async function ensureCustomer(call: Execute, docNumber: string, name: string): Promise<string> {
  const { crearCliente } = await call(REPLAY_CREATE_CUSTOMER, {
    input: { name, docType: 'CE', docNumber },
  });
  if (crearCliente.customer) return crearCliente.customer.id;
  // DUPLICATE_DOCUMENT: a call whose answer was lost has added the customer.
  const id = (await listCustomers(call, docNumber)).get(docNumber);
  if (id === undefined) throw refusalOf(`the customer ${docNumber}`, crearCliente.userErrors);
  return id;
}

async function listAvailable(call: Execute): Promise<Map<string, number>> {
  const products = await collectPages(async (after) => {
    return (await call(REPLAY_LIST_STOCK, { after })).productos;
  });
  return new Map(products.map(({ sku, stock }) => [sku, stock.available]));
}
