import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { AuditedRequest } from '../../../common/subgraph/audit/audit-store.ts';
import { isIdentityDocument } from '../../../common/values/identity-document.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { ActualizarClienteInput, CrearClienteInput } from '../generated/schema-types.ts';
import {
  type CustomerColumns,
  type CustomerRow,
  type CustomerWrite,
  findCustomers,
  insertCustomer,
  updateCustomer,
} from './customer-store.ts';

/** The customer after an edit, or why there was none. */
export interface CustomerEdit {
  customer: CustomerRow | null;
  userErrors: UserError[];
}

/**
 * Adds a customer.
 * @param request who adds it, for the audit log; null for an operator's command
 */
export async function createCustomer(
  prisma: PrismaClient,
  input: CrearClienteInput,
  request: AuditedRequest | null = null,
): Promise<CustomerEdit> {
  const columns: CustomerColumns = {
    name: input.name.trim(),
    docType: input.docType ?? 'NONE',
    docNumber: normalizeNumber(input.docNumber),
    email: input.email ?? null,
    phone: input.phone ?? null,
  };
  const userErrors = checkColumns(columns);
  if (userErrors.length > 0) return { customer: null, userErrors };
  return editOf(await insertCustomer({ prisma, request }, columns));
}

/** Changes what is given of a customer, if nobody else has changed it in the meantime. */
export async function changeCustomer(
  prisma: PrismaClient,
  input: ActualizarClienteInput,
  request: AuditedRequest,
): Promise<CustomerEdit> {
  const id = parseRowId<'Customer'>(input.id);
  const [current] = id === null ? [] : await findCustomers(prisma, [id]);
  if (id === null || !current) return editOf({ kind: 'NotFound' });
  const { name, docType, docNumber, email, phone } = input;
  const changes: Partial<CustomerColumns> = {
    ...(typeof name === 'string' && { name: name.trim() }),
    ...(docType && { docType }),
    ...(docNumber !== undefined && { docNumber: normalizeNumber(docNumber) }),
    ...(docType === 'NONE' && { docNumber: null }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
  };
  const userErrors = checkColumns({ ...current, ...changes });
  if (userErrors.length > 0) return { customer: current, userErrors };
  return editOf(await updateCustomer({ prisma, request }, { id, version: input.version }, changes));
}

function normalizeNumber(number: string | null | undefined): string | null {
  return number ? number.trim().toUpperCase() : null;
}

const MAX_NAME_CHARACTERS = 200;
const MAX_EMAIL_CHARACTERS = 254;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?\d{6,20}$/;

function checkColumns({ name, docType, docNumber, email, phone }: CustomerColumns): UserError[] {
  const errors: UserError[] = [];
  if (name === '' || [...name].length > MAX_NAME_CHARACTERS) {
    errors.push(userError('INVALID_INPUT', ['name'], 'Lleva de 1 a 200 caracteres.'));
  }
  if (!isIdentityDocument(docType, docNumber)) {
    errors.push(userError('INVALID_DOCUMENT', ['docNumber']));
  }
  if (email !== null && (email.length > MAX_EMAIL_CHARACTERS || !EMAIL.test(email))) {
    errors.push(userError('INVALID_INPUT', ['email'], 'No parece un correo.'));
  }
  if (phone !== null && !PHONE.test(phone)) {
    errors.push(userError('INVALID_INPUT', ['phone'], 'Lleva de 6 a 20 dígitos.'));
  }
  return errors;
}

function editOf(write: CustomerWrite): CustomerEdit {
  switch (write.kind) {
    case 'Written':
      return { customer: write.customer, userErrors: [] };
    case 'Stale':
      return { customer: write.customer, userErrors: [userError('STALE', ['version'])] };
    case 'Duplicate':
      return { customer: null, userErrors: [userError('DUPLICATE_DOCUMENT', ['docNumber'])] };
    case 'NotFound':
      return { customer: null, userErrors: [userError('CUSTOMER_NOT_FOUND', ['id'])] };
  }
}
