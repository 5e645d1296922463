import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import { MAX_BASIS_POINTS } from '../../../common/values/money.ts';
import { lockingEditAt } from '../edit.ts';
import type { FijarTasaIgvInput } from '../generated/schema-types.ts';
import { findTaxRates, type TaxRateRow, writeTaxRate } from './tax-rate-store.ts';

const setUpEdit = lockingEditAt('setup');

/** The rate that was set, or why none was. */
export interface TaxRateEdit {
  taxRate: TaxRateRow | null;
  userErrors: UserError[];
}

/**
 * Sets the rate of IGV from a day to come. Sales of a day that has begun keep the rate that they
 * began with, so the past and today cannot be changed.
 */
export async function setTaxRate(
  deps: LockingEditDeps,
  { basisPoints, validFrom }: FijarTasaIgvInput,
): Promise<TaxRateEdit> {
  const refused = (field: string, detail: string): TaxRateEdit => {
    return { taxRate: null, userErrors: [userError('INVALID_INPUT', [field], detail)] };
  };
  if (basisPoints < 0 || basisPoints > MAX_BASIS_POINTS) {
    return refused('basisPoints', `Va de 0 a ${MAX_BASIS_POINTS}.`);
  }
  return setUpEdit(deps, async (sql, audit) => {
    const [clock] = await sql.script([CLOCK]);
    if (validFrom <= limaDayOf(clockOf(clock))) {
      return refused('validFrom', 'Es el día de mañana o uno posterior.');
    }
    const createdBy = deps.request?.caller.actor?.id ?? null;
    const before = await sql.query(findTaxRates());
    await writeTaxRate(sql, { validFrom, basisPoints, createdBy });
    const replaced = before.find((rate) => rate.validFrom === validFrom);
    const detail = replaced ? `${replaced.basisPoints} → ${basisPoints}` : `${basisPoints}`;
    audit({ kind: 'TAX_RATE_SET', subject: `IGV ${validFrom}`, detail });
    const rates = await sql.query(findTaxRates());
    return { taxRate: rates.find((rate) => rate.validFrom === validFrom) ?? null, userErrors: [] };
  });
}
