import {
  type UserError,
  userError,
  userErrorMessage,
} from '../../../common/process/errors/error-codes.ts';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import type { SaleItemRow, SaleRow } from '../sales/sale-store.ts';
import type { ReturnRequest, ReturnRequestLine } from './read-return.ts';
import type { PlannedRefund } from './refund-plan.ts';
import { returnPartOf } from './return-parts.ts';
import type { ReturnedLine } from './return-store.ts';

/** The members of the schema's `UserError` that a return may answer with. */
export type ReturnUserError =
  | UserError
  | (Pick<UserError, 'code' | 'message' | 'path'> & {
      __typename: 'ReturnExceedsSoldError';
      lineNumber: number;
      returnable: number;
    });

/** The limits of those who are no administrators. */
export interface ReturnLimits {
  /** The most cash that one return gives back, in céntimos. */
  maxCashRefundCentimos: number;
  /** Days after a sale in which its goods may come back. */
  returnDays: number;
}

/** The person who takes goods back. */
export interface Returner {
  isAdmin: boolean;
  sellerId: string | null;
}

/** Reckons up what comes back of a locked sale, or says why it cannot. */
export function linesToReturn(
  { lines: asked, restock }: Pick<ReturnRequest, 'lines' | 'restock'>,
  items: readonly SaleItemRow[],
): ReturnedLine[] | ReturnUserError[] {
  const wanted = asked ?? allThatIsLeft(items, restock);
  const byNumber = new Map(items.map((item) => [item.lineNumber, item]));
  const errors = wanted.flatMap(({ lineNumber, quantity, index }) => {
    const item = byNumber.get(lineNumber);
    const returnable = item ? item.quantity - item.returnedQuantity : 0;
    return quantity <= returnable ? [] : [exceedsSold(index, lineNumber, returnable)];
  });
  if (errors.length > 0) return errors;
  return wanted.flatMap(({ lineNumber, quantity, restock: goesBack }) => {
    const item = byNumber.get(lineNumber);
    if (!item) return [];
    const { productId } = item;
    return { lineNumber, productId, quantity, restock: goesBack, ...returnPartOf(item, quantity) };
  });
}

function allThatIsLeft(items: readonly SaleItemRow[], restock: boolean): ReturnRequestLine[] {
  return items.flatMap(({ lineNumber, quantity, returnedQuantity }) => {
    const left = quantity - returnedQuantity;
    return left > 0 ? { lineNumber, quantity: left, restock, index: 0 } : [];
  });
}

function exceedsSold(index: number, lineNumber: number, returnable: number): ReturnUserError {
  const code = 'RETURN_EXCEEDS_SOLD' as const;
  const path = ['input', 'items', String(index)];
  const message = userErrorMessage(code);
  return { __typename: 'ReturnExceedsSoldError', code, message, path, lineNumber, returnable };
}

export function areReturnErrors(
  lines: ReturnedLine[] | ReturnUserError[],
): lines is ReturnUserError[] {
  return lines.some((line) => 'code' in line);
}

const DAY_MS = 86_400_000;

/** Tells why somebody may not take goods back; null when they may. */
export function returnRefusal(
  sale: SaleRow,
  { by, limits, now }: { by: Returner; limits: ReturnLimits; now: Date },
  given: { lines: readonly ReturnedLine[]; refunds: readonly PlannedRefund[] },
): UserError | null {
  if (by.isAdmin) return null;
  const refused = (detail: string, path: string[] = []) =>
    userError('RETURN_NOT_ALLOWED', path, detail);
  if (given.lines.some(({ restock }) => !restock)) {
    return refused('Solo un administrador recibe lo que no vuelve a la venta.', ['items']);
  }
  const lastDay = limaDayOf(new Date(sale.createdAt.getTime() + limits.returnDays * DAY_MS));
  if (limaDayOf(now) > lastDay) return refused(`Pasaron más de ${limits.returnDays} días.`);
  const cash = given.refunds.reduce(
    (sum, { method, amountCentimos }) => sum + (method === 'CASH' ? amountCentimos : 0),
    0,
  );
  return cash > limits.maxCashRefundCentimos ? refused('El efectivo supera el límite.') : null;
}

/** Tells why a sale cannot be undone; null when it can. */
export function voidRefusal(
  sale: SaleRow,
  items: readonly SaleItemRow[],
  { by, now, restock }: { by: Returner; now: Date; restock: boolean },
): UserError | null {
  const notAllowed = (why: string) => userError('VOID_NOT_ALLOWED', ['saleId'], why);
  if (sale.status !== 'COMPLETED') return notAllowed('Ya está anulada.');
  if (limaDayOf(sale.createdAt) !== limaDayOf(now)) return notAllowed('No es de hoy.');
  const isOwn = by.sellerId === String(sale.sellerId);
  if (!by.isAdmin && !isOwn) return notAllowed('Es de otro vendedor.');
  if (items.every(({ quantity, returnedQuantity }) => quantity === returnedQuantity)) {
    return notAllowed('Ya se devolvió todo.');
  }
  if (by.isAdmin || restock) return null;
  const detail = 'Solo un administrador recibe lo que no vuelve a la venta.';
  return userError('RETURN_NOT_ALLOWED', ['restock'], detail);
}
