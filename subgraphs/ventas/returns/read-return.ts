import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import { MAX_LINES, MAX_QUANTITY } from '../../../common/values/money.ts';
import { readText } from '../../../common/values/text.ts';
import { hashRequest } from '../done-keys/done-key-store.ts';
import type { AnularVentaInput, RegistrarDevolucionInput } from '../generated/schema-types.ts';
import { readKey } from '../sales/order.ts';

/** Units of one line that somebody brings back. */
export interface ReturnRequestLine {
  lineNumber: number;
  quantity: number;
  restock: boolean;
  /** Its place in the input, for errors. */
  index: number;
}

/** Goods that are to come back, checked in form and not yet in substance. */
export interface ReturnRequest {
  operation: 'registrarDevolucion' | 'anularVenta';
  idempotencyKey: string;
  requestHash: string;
  saleId: string;
  reason: string;
  /** Null: all that is left. */
  lines: readonly ReturnRequestLine[] | null;
  /** Whether what a void takes back goes on sale again. */
  restock: boolean;
  /** As the client sent it; null: that of the sale. */
  tillId: string | null;
  isPaidLater: boolean;
}

const REASON = { maxCharacters: 200 };

/** Reads a return. @throws refusal BAD_USER_INPUT when the key is no UUID */
export function readReturn(input: RegistrarDevolucionInput): ReturnRequest | UserError {
  const lineError = checkLines(input.items);
  if (lineError) return lineError;
  const lines = input.items
    .map(({ lineNumber, quantity, restock }, index) => ({ lineNumber, quantity, restock, index }))
    .toSorted((a, b) => a.lineNumber - b.lineNumber);
  const isPaidLater = input.refund === 'LATER';
  return readCommon(input, { operation: 'registrarDevolucion', lines, restock: true, isPaidLater });
}

/** Reads a void. @throws refusal BAD_USER_INPUT when the key is no UUID */
export function readVoid(input: AnularVentaInput): ReturnRequest | UserError {
  const restock = input.restock ?? true;
  return readCommon(input, { operation: 'anularVenta', lines: null, restock, isPaidLater: false });
}

type Own = Pick<ReturnRequest, 'operation' | 'lines' | 'restock' | 'isPaidLater'>;

function readCommon(
  input: Pick<AnularVentaInput, 'idempotencyKey' | 'saleId' | 'reason' | 'tillId'>,
  own: Own,
): ReturnRequest | UserError {
  const idempotencyKey = readKey(input);
  const reason = readText(input.reason, REASON);
  const [unreadable] = textErrors(reason, ['reason']);
  if (unreadable) return unreadable;
  const saleId = parseUuid(input.saleId);
  if (saleId === null) return userError('SALE_NOT_FOUND', ['saleId']);
  const { lines, restock, isPaidLater } = own;
  const tillId = input.tillId ?? null;
  const content = lines?.map(({ index: _, ...line }) => line) ?? null;
  const requestHash = hashRequest([saleId, reason.text, content, restock, tillId, isPaidLater]);
  return { ...own, idempotencyKey, requestHash, saleId, reason: reason.text, tillId };
}

function checkLines(items: RegistrarDevolucionInput['items']): UserError | null {
  if (items.length === 0 || items.length > MAX_LINES) {
    return userError('INVALID_INPUT', ['items'], `Lleva de 1 a ${MAX_LINES} líneas.`);
  }
  const seen = new Set<number>();
  for (const [index, { lineNumber, quantity }] of items.entries()) {
    const path = ['items', String(index)];
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      return userError('INVALID_QUANTITY', [...path, 'quantity'], `Va de 1 a ${MAX_QUANTITY}.`);
    }
    if (seen.has(lineNumber)) {
      return userError('INVALID_INPUT', [...path, 'lineNumber'], 'Cada línea va una vez.');
    }
    seen.add(lineNumber);
  }
  return null;
}
