import { createHash } from 'node:crypto';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import { MAX_LINES, MAX_QUANTITY } from '../../../common/values/money.ts';
import type { RealizarVentaInput } from '../generated/schema-types.ts';

/** The order of a customer, checked in form and not yet in substance. */
export interface Order {
  /** The owner of the key: see `keyScopeOf`. */
  scope: string;
  idempotencyKey: string;
  /** SHA-256 of everything below, hexadecimal: the same key with another hash is refused. */
  requestHash: string;
  /** As the client sent them; they may name nobody. */
  sellerId: string;
  customerId: string | null;
  /** In the customer's order; a product may stand on several lines. */
  lines: readonly OrderLine[];
}

export interface OrderLine {
  productId: string;
  quantity: number;
  expectedUnitPriceCentimos: number | null;
}

/**
 * Reads the input of a sale.
 * @returns the order, or every error in its form; nothing is stored for those
 * @throws refusal BAD_USER_INPUT when the idempotency key is no UUID
 */
export function readOrder(input: RealizarVentaInput, scope: string): Order | UserError[] {
  const idempotencyKey = readKey(input);
  const errors = checkItems(input.items);
  if (errors.length > 0) return errors;

  const { sellerId, customerId = null } = input;
  const lines = input.items.map(({ productId, quantity, expectedUnitPrice }) => {
    return { productId, quantity, expectedUnitPriceCentimos: expectedUnitPrice ?? null };
  });
  const requestHash = hashOrder({ sellerId, customerId, lines });
  return { scope, idempotencyKey, requestHash, sellerId, customerId, lines };
}

/** @throws refusal BAD_USER_INPUT when the key is no UUID */
export function readKey(input: { idempotencyKey: string }): string {
  const idempotencyKey = parseUuid(input.idempotencyKey);
  if (idempotencyKey !== null) return idempotencyKey;
  throw refusal('BAD_USER_INPUT', 'idempotencyKey debe ser un UUID.');
}

function checkItems(items: RealizarVentaInput['items']): UserError[] {
  if (items.length === 0 || items.length > MAX_LINES) {
    return [userError('INVALID_INPUT', ['items'], `Lleva de 1 a ${MAX_LINES} líneas.`)];
  }
  return items.flatMap(({ quantity }, index) => {
    if (quantity >= 1 && quantity <= MAX_QUANTITY) return [];
    const path = ['items', String(index), 'quantity'];
    return [userError('INVALID_QUANTITY', path, `Va de 1 a ${MAX_QUANTITY}.`)];
  });
}

/** The same purchase has the same hash whatever the form in which its prices were written. */
export function hashOrder(order: Pick<Order, 'sellerId' | 'customerId' | 'lines'>): string {
  const lines = order.lines.map(({ productId, quantity, expectedUnitPriceCentimos }) => {
    return [productId, quantity, expectedUnitPriceCentimos];
  });
  const content = JSON.stringify([order.sellerId, order.customerId, lines]);
  return createHash('sha256').update(content).digest('hex');
}
