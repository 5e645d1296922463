import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { MAX_BASIS_POINTS } from '../../../common/values/money.ts';
import type { DiscountInput } from '../generated/schema-types.ts';
import type { Discount } from './discount.ts';

/** A discount as it was given, or why it is none. */
export interface DiscountReading {
  discount: Discount | null;
  errors: UserError[];
}

/** Reads a discount that may be left out. @param path from `input` down */
export function readDiscount(
  input: DiscountInput | null | undefined,
  path: string[],
): DiscountReading {
  if (!input) return { discount: null, errors: [] };
  const refused = (detail: string, field: string[] = []): DiscountReading => {
    const error = userError('INVALID_DISCOUNT', [...path, ...field], detail);
    return { discount: null, errors: [error] };
  };
  const { amount = null, percent = null } = input;
  if (amount !== null && percent === null) {
    if (amount < 1) return refused('El monto va desde 0.01.', ['amount']);
    return { discount: { kind: 'Amount', centimos: amount }, errors: [] };
  }
  if (percent !== null && amount === null) {
    // The scalar gives hundredths, which are basis points of a percentage.
    if (percent < 1 || percent > MAX_BASIS_POINTS) {
      return refused('El porcentaje va de 0.01 a 100.00.', ['percent']);
    }
    return { discount: { kind: 'Percent', basisPoints: percent }, errors: [] };
  }
  return refused('Indique monto o porcentaje, uno de los dos.');
}
