import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { describeEdit } from '../../../common/subgraph/audit/describe-edit.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { documentProblem, readDocumentNumber } from '../../../common/values/identity-document.ts';
import { isPhone, PHONE_FORM, readPhone } from '../../../common/values/phone.ts';
import { readText, type TextRule } from '../../../common/values/text.ts';
import { lockingEditAt } from '../edit.ts';
import type { ActualizarTiendaInput } from '../generated/schema-types.ts';
import { findShop, lockShop, type ShopColumns, type ShopRow, writeShop } from './shop-store.ts';

const setUpEdit = lockingEditAt('setup');

/** The shop's data after an edit, or why there was none. */
export interface ShopEdit {
  shop: ShopRow | null;
  userErrors: UserError[];
}

const RULES = {
  legalName: { maxCharacters: 200 },
  tradeName: { maxCharacters: 200 },
  address: { maxCharacters: 300 },
  ticketNote: { maxCharacters: 500, mayHoldLines: true },
} as const satisfies Partial<Record<keyof ShopColumns, TextRule>>;

const NOT_SET = {
  legalName: null,
  tradeName: null,
  ruc: null,
  address: null,
  phone: null,
  ticketNote: null,
};

/**
 * Sets what is given of the shop's data. The first time there is no version to be stale against,
 * and everything that documents need must be there.
 */
export async function changeShop(
  deps: LockingEditDeps,
  input: ActualizarTiendaInput,
): Promise<ShopEdit> {
  const { changes, userErrors } = readChanges(input);
  if (userErrors.length > 0) return { shop: null, userErrors };
  return setUpEdit(deps, async (sql, audit) => {
    const current = await lockShop(sql);
    if (current && current.version !== input.version) {
      return { shop: current, userErrors: [userError('STALE', ['version'])] };
    }
    const { legalName, ruc, address, ...optional } = { ...(current ?? NOT_SET), ...changes };
    if (legalName === null || ruc === null || address === null) {
      const missing = Object.entries({ legalName, ruc, address }).filter(([, text]) => !text);
      const errors = missing.map(([field]) =>
        userError('INVALID_INPUT', [field], 'Falta el dato.'),
      );
      return { shop: current, userErrors: errors };
    }
    const shop = { ...optional, legalName, ruc, address };
    const detail = describeEdit<ShopColumns>(current ?? { ...shop, ruc: '' }, changes, ['ruc']);
    if (detail !== null) {
      await writeShop(sql, shop);
      audit({ kind: 'SHOP_CHANGED', subject: 'Shop', detail });
    }
    const [after] = await sql.query(findShop());
    return { shop: after ?? null, userErrors: [] };
  });
}

/** Null clears an optional text and is nothing given for the others. */
function readChanges(input: ActualizarTiendaInput) {
  const userErrors: UserError[] = [];
  const text = (field: keyof typeof RULES): string | null => {
    const given = input[field];
    if (!given?.trim()) return null;
    const reading = readText(given, RULES[field]);
    userErrors.push(...textErrors(reading, [field]));
    return reading.text;
  };
  const ruc = input.ruc ? readDocumentNumber(input.ruc) : null;
  const rucProblem = ruc === null ? null : documentProblem('RUC', ruc);
  if (rucProblem !== null) userErrors.push(userError('INVALID_DOCUMENT', ['ruc'], rucProblem));
  const phone = input.phone ? readPhone(input.phone) : null;
  if (phone !== null && !isPhone(phone)) {
    userErrors.push(userError('INVALID_INPUT', ['phone'], PHONE_FORM));
  }
  const [legalName, address] = [text('legalName'), text('address')];
  const changes: Partial<ShopColumns> = {
    ...(legalName !== null && { legalName }),
    ...(ruc !== null && { ruc }),
    ...(address !== null && { address }),
    ...(input.tradeName !== undefined && { tradeName: text('tradeName') }),
    ...(input.phone !== undefined && { phone }),
    ...(input.ticketNote !== undefined && { ticketNote: text('ticketNote') }),
  };
  return { changes, userErrors };
}
