import { v7 as uuidv7 } from 'uuid';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { formatSoles, MAX_BASIS_POINTS } from '../../../common/values/money.ts';
import { lockingEditAt } from '../edit.ts';
import type { AutorizarDescuentoInput } from '../generated/schema-types.ts';
import { findParties, partyRows } from '../sales/sale-parties-store.ts';
import { lockSeller } from '../sellers/seller-store.ts';
import {
  type ApprovalRow,
  findApproval,
  MAX_VALID_MINUTES,
  replaceApproval,
} from './approval-store.ts';

const setUpEdit = lockingEditAt('setup');

/** The approval, or why there is none. */
export interface ApprovalEdit {
  approval: ApprovalRow | null;
  userErrors: UserError[];
}

const DEFAULT_MINUTES = 15;

/** Lets a seller give a larger discount in one sale; repeated, it grants nothing twice. */
export async function approveDiscount(
  deps: LockingEditDeps & { actor: Actor },
  { sellerId, maxPercent: maxBasisPoints, ...input }: AutorizarDescuentoInput,
): Promise<ApprovalEdit> {
  const validMinutes = input.validMinutes ?? DEFAULT_MINUTES;
  const refused = (...error: Parameters<typeof userError>): ApprovalEdit => {
    return { approval: null, userErrors: [userError(...error)] };
  };
  if (maxBasisPoints < 1 || maxBasisPoints > MAX_BASIS_POINTS) {
    return refused('INVALID_DISCOUNT', ['maxPercent'], 'Va de 0.01 a 100.00.');
  }
  if (validMinutes < 1 || validMinutes > MAX_VALID_MINUTES) {
    return refused('INVALID_INPUT', ['validMinutes'], `Va de 1 a ${MAX_VALID_MINUTES}.`);
  }
  const rowId = parseRowId<'Seller'>(sellerId);
  if (rowId === null) return refused('SELLER_NOT_FOUND', ['sellerId']);
  return setUpEdit(deps, async (sql, audit) => {
    // One at a time for a seller, or two at once would both find nothing to replace.
    await lockSeller(sql, rowId);
    const [sellers] = await sql.script(findParties({ sellerIds: [rowId], customerIds: [] }));
    const seller = partyRows(sellers, []).sellers.get(rowId);
    if (!seller) return refused('SELLER_NOT_FOUND', ['sellerId']);
    if (!seller.active) return refused('SELLER_INACTIVE', ['sellerId']);
    const id = uuidv7();
    const approval = { id, sellerId: rowId, maxBasisPoints, createdBy: deps.actor.id };
    await sql.script(replaceApproval(approval, validMinutes));
    const detail = `up to ${formatSoles(maxBasisPoints)} %, ${validMinutes} min`;
    audit({ kind: 'DISCOUNT_APPROVED', subject: `Seller ${rowId}`, detail });
    const [row] = await sql.query(findApproval(id));
    return { approval: row ?? null, userErrors: [] };
  });
}
