/** The forms of what the till keeps on disk: nothing that is read from there is trusted blindly. */
import * as z from 'zod/mini';
import type { Cart } from './cart.ts';
import type { TillAttempt } from './sale-request.ts';

const text = z.string();
const textOrNull = z.nullable(text);
const count = z.int().check(z.nonnegative());
const countOrNull = z.nullable(count);

const DISCOUNT = z.nullable(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('AMOUNT'), centimos: count }),
    z.object({ kind: z.literal('PERCENT'), basisPoints: count }),
  ]),
);
const DOCUMENT = z.nullable(z.enum(['BOLETA', 'FACTURA']));
const METHOD = z.enum(['CASH', 'CARD', 'YAPE', 'PLIN', 'TRANSFER']);

const CART = z.object({
  id: text,
  lines: z.array(
    z.object({
      id: text,
      productId: text,
      sku: text,
      name: text,
      unitPriceCentimos: count,
      quantity: count,
      discount: DISCOUNT,
    }),
  ),
  currentId: textOrNull,
  discount: DISCOUNT,
  customer: z.nullable(
    z.object({
      id: text,
      name: text,
      docType: z.enum(['NONE', 'DNI', 'RUC', 'CE', 'PASSPORT']),
      docNumber: textOrNull,
    }),
  ),
  document: DOCUMENT,
  approval: z.nullable(z.object({ id: text, maxBasisPoints: count, expiresAt: count })),
  startedAt: countOrNull,
});

const DISCOUNT_REQUEST = z.nullable(z.object({ amount: textOrNull, percent: textOrNull }));

const ORDER = z.object({
  input: z.object({
    idempotencyKey: text,
    sellerId: text,
    customerId: textOrNull,
    items: z.array(
      z.object({
        productId: text,
        quantity: count,
        expectedUnitPrice: text,
        discount: DISCOUNT_REQUEST,
      }),
    ),
    tillId: textOrNull,
    payments: z.array(
      z.object({ method: METHOD, amount: text, tendered: textOrNull, reference: textOrNull }),
    ),
    discount: DISCOUNT_REQUEST,
    discountApprovalId: textOrNull,
    documentType: DOCUMENT,
  }),
  cart: CART,
  tenders: z.array(
    z.object({
      method: METHOD,
      amountCentimos: count,
      tenderedCentimos: countOrNull,
      reference: textOrNull,
    }),
  ),
  dueCentimos: count,
  changeCentimos: count,
});

const SALE_ERROR = z.object({
  code: text,
  message: text,
  path: z.array(text),
  productId: textOrNull,
  requested: countOrNull,
  available: countOrNull,
  expected: textOrNull,
  current: textOrNull,
  due: textOrNull,
});

const SALE = z.object({
  id: text,
  number: text,
  createdAt: text,
  total: text,
  amountDue: text,
  change: text,
  documentCode: textOrNull,
});

const ANSWER = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('SOLD'), sale: SALE, isReplayed: z.boolean() }),
  z.object({ kind: z.literal('REJECTED'), errors: z.array(SALE_ERROR), requestId: textOrNull }),
  z.object({
    kind: z.literal('FAILED'),
    code: text,
    requestId: textOrNull,
    retryAfterMs: countOrNull,
  }),
  z.object({ kind: z.literal('NO_ANSWER') }),
  z.object({ kind: z.literal('STUCK'), code: text, requestId: textOrNull }),
  z.object({ kind: z.literal('DISCARDED') }),
]);

const ATTEMPT = z.object({
  key: text,
  accountId: text,
  accountName: text,
  request: ORDER,
  state: z.enum(['EN_CURSO', 'DUDOSA', 'PENDIENTE', 'VENDIDA', 'RECHAZADA', 'DESCARTADA']),
  sends: count,
  unknown: count,
  firstAt: count,
  lastAt: count,
  answer: z.nullable(ANSWER),
  isUnattended: z.boolean(),
});

/** A cart that was put aside for later. */
export interface HeldCart {
  cart: Cart;
  /** ms since the epoch. */
  heldAt: number;
  /** The person who put it aside. */
  heldBy: string;
}

const HELD_CART = z.object({ cart: CART, heldAt: count, heldBy: text });

/** Reads an attempt from disk; null when it is none. */
export function readAttempt(record: unknown): TillAttempt | null {
  return ATTEMPT.safeParse(record).data ?? null;
}

/** Reads a cart from disk; null when it is none. */
export function readCart(record: unknown): Cart | null {
  return CART.safeParse(record).data ?? null;
}

/** Reads a cart that was put aside; null when it is none. */
export function readHeldCart(record: unknown): HeldCart | null {
  return HELD_CART.safeParse(record).data ?? null;
}
