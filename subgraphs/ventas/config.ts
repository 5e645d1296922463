import { z } from 'zod';
import { readEnvironment } from '../../common/process/config/environment.ts';
import { serviceVariables } from '../../common/process/config/service-variables.ts';
import { exampleOf } from '../../common/topology/derived.ts';
import type { OwnVariableOf } from '../../common/topology/services.ts';
import { MAX_BASIS_POINTS, parseSoles } from '../../common/values/money.ts';
import type { CounterRules } from './context.ts';

/** An amount or a percentage with two decimals, in hundredths. */
const hundredths = (name: OwnVariableOf<'ventas'>, most: number, form: string) =>
  z
    .string()
    .default(exampleOf('ventas', name))
    .transform(parseSoles)
    .refine((value) => value !== null && value >= 0 && value <= most, `must be ${form}`)
    .transform((value) => value ?? 0);

const MAX_REFUND_CENTIMOS = 10_000_000_000;

/** The forms of the variables that only ventas has; the table of services lists them. */
const ownVariables = {
  SELLER_MAX_DISCOUNT_PERCENT: hundredths(
    'SELLER_MAX_DISCOUNT_PERCENT',
    MAX_BASIS_POINTS,
    'a percentage from 0 to 100 with two decimals at most',
  ),
  SELLER_MAX_CASH_REFUND: hundredths(
    'SELLER_MAX_CASH_REFUND',
    MAX_REFUND_CENTIMOS,
    'an amount of soles with two decimals at most',
  ),
  RETURN_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_650)
    .default(Number(exampleOf('ventas', 'RETURN_DAYS'))),
} satisfies Record<OwnVariableOf<'ventas'>, z.ZodType>;

/** The variables that ventas reads from its environment. */
export function readConfig() {
  return readEnvironment({ ...serviceVariables('ventas'), ...ownVariables }, process.env);
}

/** The limits of those who are no administrators, as the operator has set them. */
export function rulesOf(config: ReturnType<typeof readConfig>): CounterRules {
  return {
    maxDiscountBasisPoints: config.SELLER_MAX_DISCOUNT_PERCENT,
    maxCashRefundCentimos: config.SELLER_MAX_CASH_REFUND,
    returnDays: config.RETURN_DAYS,
  };
}
