import { createHash } from 'node:crypto';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import { MAX_LINES, MAX_QUANTITY } from '../../../common/values/money.ts';
import type { Discount } from '../discounts/discount.ts';
import { readDiscount } from '../discounts/read-discount.ts';
import type { RequestedType } from '../documents/document-rules.ts';
import type { RealizarVentaInput } from '../generated/schema-types.ts';
import { areTenderErrors, readTenders } from '../payments/read-tenders.ts';
import type { Tender } from '../payments/tender.ts';

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
  /** Taken off the whole sale; null when nothing is. */
  discount: Discount | null;
  /** The means that pay; none: the payment is not recorded. */
  tenders: readonly Tender[];
  /** As the client sent them; they may name nothing. */
  tillId: string | null;
  approvalId: string | null;
  /** The document that is asked for with the sale; null for none. */
  documentType: RequestedType | null;
  /** Whether an administrator asks, whose discounts have no limit. */
  isAdmin: boolean;
}

export interface OrderLine {
  productId: string;
  quantity: number;
  expectedUnitPriceCentimos: number | null;
  /** Taken off the line; null when nothing is. */
  discount: Discount | null;
}

/** The sender of an order. */
export interface Orderer {
  scope: string;
  isAdmin: boolean;
}

/** The part of an order that a quote has too. */
export type OrderContent = Omit<Order, 'scope' | 'idempotencyKey' | 'requestHash'>;

/**
 * Reads the input of a sale.
 * @returns the order, or every error in its form; nothing is stored for those
 * @throws refusal BAD_USER_INPUT when the idempotency key is no UUID
 */
export function readOrder(
  input: RealizarVentaInput,
  { scope, isAdmin }: Orderer,
): Order | UserError[] {
  const idempotencyKey = readKey(input);
  const content = readContent(input, isAdmin);
  if (Array.isArray(content)) return content;
  return { scope, idempotencyKey, requestHash: hashOrder(content), ...content };
}

/** Reads what a sale and a quote have in common. @returns it, or every error in its form */
export function readContent(
  input: Omit<RealizarVentaInput, 'idempotencyKey'>,
  isAdmin: boolean,
): OrderContent | UserError[] {
  const errors = checkItems(input.items);
  if (errors.length > 0) return errors;
  const discounts = input.items.map((item, index) =>
    readDiscount(item.discount, ['items', String(index), 'discount']),
  );
  const whole = readDiscount(input.discount, ['discount']);
  const tenders = readTenders(input.payments);
  const formErrors = [
    ...[...discounts, whole].flatMap((reading) => reading.errors),
    ...(areTenderErrors(tenders) ? tenders : []),
  ];
  if (formErrors.length > 0 || areTenderErrors(tenders)) return formErrors;
  const { sellerId, customerId = null, tillId = null, discountApprovalId = null } = input;
  const { documentType = null } = input;
  if (documentType === 'NOTA_CREDITO') {
    return [userError('DOCUMENT_NOT_ALLOWED', ['documentType'], 'Las notas salen solas.')];
  }
  if (documentType !== null && tillId === null) {
    return [userError('DOCUMENT_NOT_ALLOWED', ['tillId'], 'La serie es de una caja.')];
  }
  if (tillId === null && !isAdmin && tenders.some(({ method }) => method === 'CASH')) {
    return [userError('CASH_SESSION_REQUIRED', ['tillId'])];
  }
  const lines = input.items.map(({ productId, quantity, expectedUnitPrice }, index): OrderLine => {
    const expectedUnitPriceCentimos = expectedUnitPrice ?? null;
    const discount = discounts[index]?.discount ?? null;
    return { productId, quantity, expectedUnitPriceCentimos, discount };
  });
  const { discount } = whole;
  const given = { sellerId, customerId, tillId, approvalId: discountApprovalId };
  return { ...given, lines, discount, tenders, documentType, isAdmin };
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

type HashedContent = Omit<OrderContent, 'isAdmin'>;

/**
 * The same purchase has the same hash whatever the form in which its amounts were written. Parts
 * that requests of before did not have are left out when they are not given, so that hashes stay.
 */
export function hashOrder(order: HashedContent): string {
  const lines = order.lines.map(({ productId, quantity, expectedUnitPriceCentimos }) => {
    return [productId, quantity, expectedUnitPriceCentimos];
  });
  const content = [order.sellerId, order.customerId, lines, ...additionsOf(order)];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function additionsOf(order: HashedContent): unknown[] {
  const { lines, tillId, tenders, discount, approvalId, documentType } = order;
  const lineDiscounts = lines.some((line) => line.discount !== null)
    ? lines.map((line) => line.discount)
    : null;
  const payments = tenders.length === 0 ? null : tenders;
  const additions = { tillId, payments, discount, approvalId, lineDiscounts, documentType };
  const given = Object.entries(additions).filter(([, value]) => value !== null);
  return given.length === 0 ? [] : [given];
}
