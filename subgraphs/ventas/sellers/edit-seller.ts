import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { AuditedRequest } from '../../../common/subgraph/audit/audit-store.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { ActualizarVendedorInput, CrearVendedorInput } from '../generated/schema-types.ts';
import { insertSeller, type SellerRow, type SellerWrite, updateSeller } from './seller-store.ts';

const MAX_CODE_CHARACTERS = 20;
const MAX_NAME_CHARACTERS = 200;

/** The seller after an edit, or why there was none. */
export interface SellerEdit {
  seller: SellerRow | null;
  userErrors: UserError[];
}

/**
 * Adds a seller.
 * @param request who adds it, for the audit log; null for an operator's command
 */
export async function createSeller(
  prisma: PrismaClient,
  input: CrearVendedorInput,
  request: AuditedRequest | null = null,
): Promise<SellerEdit> {
  const code = input.code.trim();
  const name = input.name.trim();
  const userErrors = [
    ...checkText('code', code, MAX_CODE_CHARACTERS),
    ...checkText('name', name, MAX_NAME_CHARACTERS),
  ];
  if (userErrors.length > 0) return { seller: null, userErrors };
  return editOf(await insertSeller({ prisma, request }, { code, name }));
}

/**
 * Changes what is given of a seller, if nobody else has changed it in the meantime.
 * @param request who changes it, for the audit log; null for an operator's command
 */
export async function changeSeller(
  prisma: PrismaClient,
  { id, version, name, active }: ActualizarVendedorInput,
  request: AuditedRequest | null = null,
): Promise<SellerEdit> {
  const newName = name?.trim();
  const userErrors = newName === undefined ? [] : checkText('name', newName, MAX_NAME_CHARACTERS);
  if (userErrors.length > 0) return { seller: null, userErrors };
  const changes = {
    ...(newName !== undefined && { name: newName }),
    ...(typeof active === 'boolean' && { active }),
  };
  const rowId = parseRowId<'Seller'>(id);
  if (rowId === null) return editOf({ kind: 'NotFound' });
  return editOf(await updateSeller({ prisma, request }, { id: rowId, version }, changes));
}

function checkText(field: string, text: string, maxCharacters: number): UserError[] {
  if (text !== '' && [...text].length <= maxCharacters) return [];
  return [userError('INVALID_INPUT', [field], `Lleva de 1 a ${maxCharacters} caracteres.`)];
}

function editOf(write: SellerWrite): SellerEdit {
  switch (write.kind) {
    case 'Written':
      return { seller: write.seller, userErrors: [] };
    case 'Stale':
      return { seller: write.seller, userErrors: [userError('STALE', ['version'])] };
    case 'Duplicate':
      return { seller: null, userErrors: [userError('DUPLICATE_CODE', ['code'])] };
    case 'NotFound':
      return { seller: null, userErrors: [userError('SELLER_NOT_FOUND', ['id'])] };
  }
}
