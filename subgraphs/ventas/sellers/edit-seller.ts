import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { describeEdit } from '../../../common/subgraph/audit/describe-edit.ts';
import type { EditDeps, VersionedWrite } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { readText } from '../../../common/values/text.ts';
import { edit } from '../edit.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { ActualizarVendedorInput, CrearVendedorInput } from '../generated/schema-types.ts';
import { insertSeller, type SellerRow, updateSeller } from './seller-store.ts';

const CODE = { maxCharacters: 20, isCode: true } as const;
const NAME = { maxCharacters: 200 };

/** The seller after an edit, or why there was none. */
export interface SellerEdit {
  seller: SellerRow | null;
  userErrors: UserError[];
}

/** Adds a seller. */
export async function createSeller(
  deps: EditDeps<PrismaClient>,
  input: CrearVendedorInput,
): Promise<SellerEdit> {
  const code = readText(input.code, CODE);
  const name = readText(input.name, NAME);
  const userErrors = [...textErrors(code, ['code']), ...textErrors(name, ['name'])];
  if (userErrors.length > 0) return { seller: null, userErrors };
  return edit(deps, async (sql, audit) => {
    const seller = await insertSeller(sql, { code: code.text, name: name.text });
    if (seller === null) return editOf({ kind: 'Duplicate' });
    audit({ kind: 'SELLER_CREATED', subject: auditSubject(seller), detail: null });
    return { seller, userErrors };
  });
}

/** Changes what is given of a seller, if nobody else has changed it in the meantime. */
export async function changeSeller(
  deps: EditDeps<PrismaClient>,
  { id, version, name, active }: ActualizarVendedorInput,
): Promise<SellerEdit> {
  const newName = typeof name === 'string' ? readText(name, NAME) : null;
  const userErrors = newName === null ? [] : textErrors(newName, ['name']);
  if (userErrors.length > 0) return { seller: null, userErrors };
  const changes = {
    ...(newName !== null && { name: newName.text }),
    ...(typeof active === 'boolean' && { active }),
  };
  const rowId = parseRowId<'Seller'>(id);
  if (rowId === null) return editOf({ kind: 'NotFound' });
  return edit(deps, async (sql, audit) => {
    const write = await updateSeller(sql, { id: rowId, version }, changes);
    if (write.kind === 'Written') {
      const detail = describeEdit(write.before, changes, ['active']);
      const subject = auditSubject(write.before);
      if (detail !== null) audit({ kind: 'SELLER_CHANGED', subject, detail });
    }
    return editOf(write);
  });
}

function auditSubject({ id, code }: Pick<SellerRow, 'id' | 'code'>): string {
  return `Seller ${id} ${code}`;
}

function editOf(write: VersionedWrite<SellerRow>): SellerEdit {
  switch (write.kind) {
    case 'Written':
      return { seller: write.after, userErrors: [] };
    case 'Stale':
      return { seller: write.current, userErrors: [userError('STALE', ['version'])] };
    case 'Duplicate':
      return { seller: null, userErrors: [userError('DUPLICATE_CODE', ['code'])] };
    case 'NotFound':
      return { seller: null, userErrors: [userError('SELLER_NOT_FOUND', ['id'])] };
  }
}
