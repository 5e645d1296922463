import { type ErrorCode, UNDECIDED_CODES } from '../../common/process/errors/error-codes.ts';
import type { WholeData } from '../../common/process/http/typed-document.ts';
import { formatSoles } from '../../common/values/money.ts';
import { OperatorError } from '../operate/environment/operator-error.ts';
import {
  REPLAY_RECEIVE,
  REPLAY_SELL,
  type ReplaySellData,
} from './generated/shop-operations.api.ts';
import { type Execute, RefusedError, TransientError } from './graph-client.ts';
import type { Tender } from './tender.ts';

export interface SaleOrder {
  idempotencyKey: string;
  sellerId: string;
  customerId: string | null;
  items: readonly OrderItem[];
  /** Null for a sale whose payment is not recorded. */
  payment: SalePayment | null;
}

/** The means that pays a sale, and the till at which. */
export interface SalePayment {
  tillId: string;
  tender: Tender;
}

export interface OrderItem {
  productId: string;
  quantity: number;
  /** The price that the catalog must have when the sale is made; else nothing is sold. */
  unitPriceCentimos: number;
}

/** Units of a product that a sale lacks. */
export interface Shortage {
  productId: string;
  units: number;
}

export type SaleAnswer =
  | { kind: 'sold'; saleId: string; wasReplayed: boolean }
  /** The drawer that must take the cash is closed: the key is spent, nothing was sold. */
  | { kind: 'closed'; wasReplayed: boolean }
  /** Nothing but units is missing. */
  | { kind: 'short'; shortages: readonly Shortage[] }
  | { kind: 'rejected'; code: string; message: string };

type SaleError = WholeData<ReplaySellData>['realizarVenta']['userErrors'][number];

/** Makes a sale, or learns why it is none. @throws TransientError while it is not decided */
export async function sellOnce(execute: Execute, order: SaleOrder): Promise<SaleAnswer> {
  const { idempotencyKey, sellerId, customerId } = order;
  const items = order.items.map(({ productId, quantity, unitPriceCentimos }) => {
    return { productId, quantity, expectedUnitPrice: formatSoles(unitPriceCentimos) };
  });
  try {
    const { realizarVenta } = await execute(REPLAY_SELL, {
      input: { idempotencyKey, sellerId, customerId, items, ...paymentInputOf(order) },
    });
    const { sale, replayed, userErrors } = realizarVenta;
    if (sale) return { kind: 'sold', saleId: sale.id, wasReplayed: replayed };
    const [first] = userErrors;
    if (!first) throw new TransientError('realizarVenta gave neither a sale nor a reason');
    if (UNDECIDED_CODES.has(first.code)) throw new TransientError(first.code);
    if (isDrawerClosed(userErrors)) return { kind: 'closed', wasReplayed: replayed };
    const shortages = userErrors.flatMap(shortageOf);
    if (shortages.length === userErrors.length) return { kind: 'short', shortages };
    return { kind: 'rejected', code: first.code, message: first.message };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { kind: 'rejected', code: error.code, message: error.message };
  }
}

function paymentInputOf({ payment }: SaleOrder) {
  if (payment === null) return {};
  const { method, amountCentimos, reference } = payment.tender;
  const amount = formatSoles(amountCentimos);
  return {
    tillId: payment.tillId,
    payments: [{ method, amount, ...(reference && { reference }) }],
  };
}

const DRAWER_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'CASH_SESSION_REQUIRED',
  'CASH_SESSION_CLOSED',
]);

/** Whether nothing but an open drawer is missing. */
export function isDrawerClosed(errors: readonly { code: string }[]): boolean {
  return errors.length > 0 && errors.every(({ code }) => DRAWER_CODES.has(code));
}

function shortageOf(error: SaleError): Shortage[] {
  if (error.__typename !== 'InsufficientStockError' || !error.product) return [];
  return [{ productId: error.product.id, units: error.requested - error.available }];
}

/** Takes units in, once per key. @returns the units that were added now; 0 for a repeat */
export async function receive(
  call: Execute,
  { productId, units }: Shortage,
  idempotencyKey: string,
): Promise<number> {
  const { ajustarStock } = await call(REPLAY_RECEIVE, {
    input: {
      ...{ productId, idempotencyKey, delta: units, kind: 'RECEIPT' },
      reason: 'Ventas importadas',
    },
  });
  const { replayed, userErrors } = ajustarStock;
  if (userErrors.length > 0) throw refusalOf(`stock of the product ${productId}`, userErrors);
  return replayed ? 0 : units;
}

/** The sentence for an operator about a step that the graph refuses. */
export function refusalOf(
  what: string,
  errors: readonly Pick<SaleError, 'code' | 'message'>[],
): OperatorError {
  const reasons = errors.map(({ code, message }) => `${code}: ${message}`).join(' ');
  return new OperatorError(`The graph refuses ${what}: ${reasons}`);
}
