/** The cart: what is to be sold, as a value. Each function gives a new cart. */

import type { Discount } from './discount.ts';
import type { DocType } from './identity-document.ts';

/** Limits of a sale, as the graph has them. */
const MAX_QUANTITY = 100_000;
const MAX_LINES = 1_000;

/** A product as the till shows it. */
export interface CartProduct {
  id: string;
  sku: string;
  name: string;
  priceCentimos: number;
}

/** A line of the cart. */
export interface CartLine {
  id: string;
  productId: string;
  sku: string;
  name: string;
  /** The price that the buyer was shown, per unit. */
  unitPriceCentimos: number;
  quantity: number;
  discount: Discount | null;
}

/** The buyer, as the till shows them. */
export interface CartCustomer {
  id: string;
  name: string;
  docType: DocType;
  docNumber: string | null;
}

/** An administrator's leave for a larger discount. */
export interface CartApproval {
  id: string;
  maxBasisPoints: number;
  /** ms since the epoch. */
  expiresAt: number;
}

/** The document that is asked for with the sale. */
export type CartDocument = 'BOLETA' | 'FACTURA' | null;

export interface Cart {
  id: string;
  lines: readonly CartLine[];
  /** The line that + − and Supr act on; null in an empty cart. */
  currentId: string | null;
  discount: Discount | null;
  customer: CartCustomer | null;
  document: CartDocument;
  approval: CartApproval | null;
  /** ms since the epoch; null until the first line. */
  startedAt: number | null;
}

/** A cart without lines. */
export function emptyCart(id: string, document: CartDocument): Cart {
  const nothing = { discount: null, customer: null, approval: null, startedAt: null };
  return { id, lines: [], currentId: null, document, ...nothing };
}

/** Units of all lines. */
export function unitsOf({ lines }: Pick<Cart, 'lines'>): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The line that keys act on. */
export function currentLine({ lines, currentId }: Cart): CartLine | null {
  return lines.find(({ id }) => id === currentId) ?? null;
}

/** A product to be added, and the id of its line if it needs a new one. */
export interface Addition {
  product: CartProduct;
  quantity: number;
  lineId: string;
  /** ms since the epoch. */
  at: number;
}

/**
 * Adds units of a product: to its line at the same price, if there is one, else as a new line.
 * @returns null when a limit of the sale is reached
 */
export function addProduct(cart: Cart, { product, quantity, lineId, at }: Addition): Cart | null {
  const { id: productId, sku, name, priceCentimos: unitPriceCentimos } = product;
  const line = cart.lines.find(
    (one) => one.productId === productId && one.unitPriceCentimos === unitPriceCentimos,
  );
  if (line) return setQuantity({ ...cart, currentId: line.id }, line.id, line.quantity + quantity);
  if (cart.lines.length >= MAX_LINES || !isQuantity(quantity)) return null;
  const added = { id: lineId, productId, sku, name, unitPriceCentimos, quantity, discount: null };
  const startedAt = cart.startedAt ?? at;
  return { ...cart, lines: [...cart.lines, added], currentId: lineId, startedAt };
}

/** @returns null when the quantity is outside of its limits */
export function setQuantity(cart: Cart, lineId: string, quantity: number): Cart | null {
  if (!isQuantity(quantity)) return null;
  return withLine(cart, lineId, (line) => ({ ...line, quantity }));
}

function isQuantity(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY;
}

/** Sets or takes off the discount of a line. */
export function setLineDiscount(cart: Cart, lineId: string, discount: Discount | null): Cart {
  return withLine(cart, lineId, (line) => ({ ...line, discount }));
}

function withLine(cart: Cart, lineId: string, change: (line: CartLine) => CartLine): Cart {
  const lines = cart.lines.map((line) => (line.id === lineId ? change(line) : line));
  return { ...cart, lines };
}

/** Takes a line out; the one that takes its place becomes the current one. */
export function removeLine(cart: Cart, lineId: string): Cart {
  const at = cart.lines.findIndex(({ id }) => id === lineId);
  if (at < 0) return cart;
  const lines = cart.lines.filter(({ id }) => id !== lineId);
  const next = lines[Math.min(at, lines.length - 1)] ?? null;
  const currentId = cart.currentId === lineId ? (next?.id ?? null) : cart.currentId;
  // A discount of the whole goes with its last line: the next sale begins without one.
  return lines.length > 0
    ? { ...cart, lines, currentId }
    : { ...cart, lines, currentId, discount: null, approval: null, startedAt: null };
}

/** Makes the line above (−1) or below (1) the current one; it stops at the ends. */
export function moveCurrent(cart: Cart, by: -1 | 1): Cart {
  const at = cart.lines.findIndex(({ id }) => id === cart.currentId);
  const to = Math.min(Math.max(at + by, 0), cart.lines.length - 1);
  return { ...cart, currentId: cart.lines[to]?.id ?? null };
}

/**
 * Leaves of a product as many units as there are, the first lines first; lines that get none go.
 * @param available units, 0 or more
 */
export function adjustToStock(cart: Cart, productId: string, available: number): Cart {
  let left = available;
  return cart.lines
    .filter((line) => line.productId === productId)
    .reduce((adjusted, line) => {
      const quantity = Math.min(line.quantity, left);
      left -= quantity;
      if (quantity === 0) return removeLine(adjusted, line.id);
      return withLine(adjusted, line.id, (one) => ({ ...one, quantity }));
    }, cart);
}

/** Takes every line of a product out. */
export function removeProduct(cart: Cart, productId: string): Cart {
  return adjustToStock(cart, productId, 0);
}

/** Accepts the price that a product has now. @param priceCentimos per unit */
export function acceptPrice(cart: Cart, productId: string, priceCentimos: number): Cart {
  return cart.lines
    .filter((line) => line.productId === productId)
    .reduce(
      (accepted, { id }) =>
        withLine(accepted, id, (line) => ({ ...line, unitPriceCentimos: priceCentimos })),
      cart,
    );
}

/** The first line of a product. */
export function lineOf({ lines }: Cart, productId: string | null): CartLine | undefined {
  return lines.find((line) => line.productId === productId);
}

/** Units of a product on all lines. */
export function quantityOf({ lines }: Pick<Cart, 'lines'>, productId: string): number {
  return unitsOf({ lines: lines.filter((line) => line.productId === productId) });
}

/** A quantity before a product, as in `3*` or `3*cable`. */
export interface Multiplied {
  /** Null when none was written. */
  quantity: number | null;
  rest: string;
}

const MULTIPLIER = /^\s*(\d{1,6})\s*[*xX×]\s*(.*)$/s;

/** Reads `3*` from before the text of a search; an x counts only after a digit alone. */
export function readMultiplier(text: string): Multiplied {
  const [, digits, rest = ''] = MULTIPLIER.exec(text) ?? [];
  const quantity = Number(digits);
  return digits !== undefined && isQuantity(quantity)
    ? { quantity, rest }
    : { quantity: null, rest: text };
}
