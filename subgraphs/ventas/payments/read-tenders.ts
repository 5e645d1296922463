import {
  type ErrorCode,
  type UserError,
  userError,
} from '../../../common/process/errors/error-codes.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import type { PaymentInput } from '../generated/schema-types.ts';
import { isPayableInCash, type PaymentMethod, type Tender } from './tender.ts';

const MAX_PAYMENTS = 10;
/** So that a drawer with thousands of the largest payments still sums up exactly. */
const MAX_AMOUNT_CENTIMOS = 1_000_000_000_000;
const REFERENCE = /^[A-Z0-9-]{4,20}$/;
const NEEDS_REFERENCE: ReadonlySet<PaymentMethod> = new Set(['CARD', 'YAPE', 'PLIN', 'TRANSFER']);

/** Reads the payments of a sale; none, null and left out are one. */
export function readTenders(
  inputs: readonly PaymentInput[] | null | undefined,
): Tender[] | UserError[] {
  const given = inputs ?? [];
  if (given.length > MAX_PAYMENTS) {
    return [userError('INVALID_PAYMENT', ['payments'], `Son de 1 a ${MAX_PAYMENTS} pagos.`)];
  }
  const errors = given.flatMap((input, index) => tenderErrors(input, index));
  return errors.length > 0 ? errors : given.map(tenderOf);
}

/** Whether a reading is errors; a list of nothing is payments. */
export function areTenderErrors(reading: Tender[] | UserError[]): reading is UserError[] {
  return reading.some((one) => 'code' in one);
}

function tenderOf({ method, amount, tendered, reference, returnId }: PaymentInput): Tender {
  return {
    method,
    amountCentimos: amount,
    tenderedCentimos: tendered ?? null,
    reference: readReference(reference),
    returnId: returnId ? parseUuid(returnId) : null,
  };
}

/** The number of an operation in the form in which it is kept; null when none is given. */
export function readReference(given: string | null | undefined): string | null {
  return given?.trim().toUpperCase() || null;
}

/** Tells what is wrong with the number of an operation; null when it is good. */
export function referenceProblem(reference: string): string | null {
  if (REFERENCE.test(reference)) return null;
  return 'La referencia lleva de 4 a 20 letras, dígitos o guiones.';
}

function tenderErrors(input: PaymentInput, index: number): UserError[] {
  const at = (field: string, code: ErrorCode, detail?: string) =>
    userError(code, ['payments', String(index), field], detail);
  const { method, amount, tendered = null, returnId = null } = input;
  const reference = readReference(input.reference);
  const errors: UserError[] = [];
  if (amount < 1 || amount > MAX_AMOUNT_CENTIMOS) {
    errors.push(at('amount', 'INVALID_PAYMENT', 'El monto va de 0.01 a 10,000,000,000.00.'));
  }
  if (amount > 0 && method === 'CASH' && !isPayableInCash(amount)) {
    errors.push(at('amount', 'INVALID_PAYMENT', 'El efectivo es múltiplo de 0.10.'));
  }
  if (tendered !== null) {
    const problem = tenderedProblem(method, amount, tendered);
    if (problem !== null) errors.push(at('tendered', 'INVALID_PAYMENT', problem));
  }
  const needsReference = NEEDS_REFERENCE.has(method);
  if (needsReference && reference === null) errors.push(at('reference', 'REFERENCE_REQUIRED'));
  const problem = reference === null ? null : referenceProblem(reference);
  if (problem !== null) errors.push(at('reference', 'INVALID_PAYMENT', problem));
  if (!needsReference && reference !== null) {
    errors.push(at('reference', 'INVALID_PAYMENT', 'Este medio no lleva referencia.'));
  }
  return [...errors, ...exchangeErrors(method, returnId, at)];
}

function tenderedProblem(method: PaymentMethod, amount: number, tendered: number): string | null {
  if (method !== 'CASH') return 'Solo el efectivo lleva monto recibido.';
  if (!isPayableInCash(tendered)) return 'El efectivo es múltiplo de 0.10.';
  if (tendered > MAX_AMOUNT_CENTIMOS) return 'El monto recibido es demasiado grande.';
  return tendered < amount ? 'El monto recibido cubre el pago.' : null;
}

function exchangeErrors(
  method: PaymentMethod,
  returnId: string | null,
  at: (field: string, code: ErrorCode, detail?: string) => UserError,
): UserError[] {
  if (method !== 'EXCHANGE') {
    if (returnId === null) return [];
    return [at('returnId', 'INVALID_PAYMENT', 'Solo un canje lleva devolución.')];
  }
  if (returnId !== null && parseUuid(returnId) !== null) return [];
  return [at('returnId', 'INVALID_PAYMENT', 'El canje nombra una devolución.')];
}
