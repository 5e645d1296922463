import { randomUUID } from 'node:crypto';
import { UNDECIDED_CODES } from '../../../common/process/errors/error-codes.ts';
import type { WholeData } from '../../../common/process/http/typed-document.ts';
import { type Execute, RefusedError, TransientError } from '../../replay/graph-client.ts';
import {
  CHAOS_ACTIVATE_SELLER,
  CHAOS_ADD_PRODUCTS,
  CHAOS_ADD_SELLER,
  CHAOS_DISCONTINUE,
  CHAOS_PRODUCTS,
  CHAOS_REACTIVATE,
  CHAOS_RECEIVE,
  CHAOS_SELL,
  CHAOS_SELLERS,
  type ChaosProductsData,
  type ChaosSellData,
} from './generated/chaos-operations.api.ts';
import type { FinalAnswer, SendSale } from './sale-load.ts';

/** The seller and the products of the test, apart from those of the shop. */
export interface ChaosShop {
  sellerId: string;
  /** Sells one unit of a product, chosen by the key. */
  send: SendSale;
}

const SELLER_CODE = 'CAOS';
const SKUS = Array.from({ length: 20 }, (_, index) => `CAOS-${String(index + 1).padStart(2, '0')}`);

type ChaosProduct = NonNullable<ChaosProductsData['productos']>['nodes'][number];

/**
 * Makes or reopens the products of the test, and stocks them.
 * @param units as many may be sold in all
 */
export async function openChaosShop(execute: Execute, units: number): Promise<ChaosShop> {
  const sellerId = await provideSeller(execute);
  const unitsEach = Math.ceil(units / SKUS.length) * 2;
  await addMissingProducts(execute);
  const products = await ownProducts(execute);
  for (const { id, version, status, stock } of products) {
    if (status !== 'ACTIVE') {
      const { reactivarProducto } = await execute(CHAOS_REACTIVATE, { input: { id, version } });
      refuse(reactivarProducto.userErrors);
    }
    const delta = unitsEach - (stock?.available ?? 0);
    if (delta > 0) await receive(execute, id, delta);
  }
  const send = senderOf(execute, {
    sellerId,
    productIds: products.map(({ id }) => id),
  });
  return { sellerId, send };
}

/** Takes the products of the test off sale. */
export async function closeChaosShop(execute: Execute): Promise<void> {
  for (const { id, version, status } of await ownProducts(execute)) {
    if (status !== 'ACTIVE') continue;
    const { descontinuarProducto } = await execute(CHAOS_DISCONTINUE, { input: { id, version } });
    refuse(descontinuarProducto.userErrors);
  }
}

async function provideSeller(execute: Execute): Promise<string> {
  const { vendedores } = await execute(CHAOS_SELLERS, {});
  const known = vendedores.nodes.find(({ code }) => code === SELLER_CODE);
  if (known === undefined) {
    const input = { code: SELLER_CODE, name: 'Prueba de caos' };
    const { crearVendedor } = await execute(CHAOS_ADD_SELLER, { input });
    refuse(crearVendedor.userErrors);
    return crearVendedor.seller?.id ?? '';
  }
  if (!known.active) {
    const input = { id: known.id, version: known.version, active: true };
    const { actualizarVendedor } = await execute(CHAOS_ACTIVATE_SELLER, { input });
    refuse(actualizarVendedor.userErrors);
  }
  return known.id;
}

async function addMissingProducts(execute: Execute): Promise<void> {
  const present = new Set((await ownProducts(execute)).map(({ sku }) => sku));
  const rows = SKUS.filter((sku) => !present.has(sku)).map((sku) => ({
    sku,
    name: `Prueba de caos ${sku}`,
    price: '1.00',
  }));
  if (rows.length === 0) return;
  const { importarProductos } = await execute(CHAOS_ADD_PRODUCTS, { input: { rows } });
  refuse(importarProductos.userErrors);
}

async function ownProducts(execute: Execute): Promise<ChaosProduct[]> {
  const { productos } = await execute(CHAOS_PRODUCTS, {});
  return productos.nodes.filter(({ sku }) => SKUS.includes(sku));
}

async function receive(execute: Execute, productId: string, delta: number): Promise<void> {
  const { ajustarStock } = await execute(CHAOS_RECEIVE, {
    input: {
      ...{ productId, delta, kind: 'RECEIPT', reason: 'Prueba de caos' },
      idempotencyKey: randomUUID(),
    },
  });
  refuse(ajustarStock.userErrors);
}

/** @throws RefusedError with the first of the errors */
function refuse(errors: readonly { code: string; message: string }[]): void {
  const [first] = errors;
  if (first) throw new RefusedError(first.code, first.message);
}

/** Refusals of a request that say nothing about the sale: it may have been made before. */
const OF_THE_SESSION: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'RATE_LIMITED']);

function senderOf(
  execute: Execute,
  { sellerId, productIds }: { sellerId: string; productIds: readonly string[] },
): SendSale {
  return async (idempotencyKey) => {
    // The same key names the same product each time that it is sent.
    const index = Number.parseInt(idempotencyKey.slice(0, 8), 16) % productIds.length;
    const items = [{ productId: productIds[index] ?? '', quantity: 1 }];
    try {
      return answerOf(await execute(CHAOS_SELL, { input: { idempotencyKey, sellerId, items } }));
    } catch (error) {
      if (error instanceof TransientError) return null;
      if (!(error instanceof RefusedError)) throw error;
      return OF_THE_SESSION.has(error.code) ? null : 'REFUSED';
    }
  };
}

function answerOf({ realizarVenta }: WholeData<ChaosSellData>): FinalAnswer | null {
  const { sale, replayed, userErrors } = realizarVenta;
  if (sale) return replayed ? 'WAS_SOLD' : 'SOLD';
  return userErrors.some(({ code }) => UNDECIDED_CODES.has(code)) ? null : 'REFUSED';
}
