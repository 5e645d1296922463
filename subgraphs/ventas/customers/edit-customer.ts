import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { describeEdit } from '../../../common/subgraph/audit/describe-edit.ts';
import type { EditDeps, VersionedWrite } from '../../../common/subgraph/edit/edit.ts';
import { isEmail } from '../../../common/values/email.ts';
import { isIdentityDocument } from '../../../common/values/identity-document.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { normalText, readText } from '../../../common/values/text.ts';
import { edit } from '../edit.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { ActualizarClienteInput, CrearClienteInput } from '../generated/schema-types.ts';
import {
  type CustomerColumns,
  type CustomerRow,
  findCustomers,
  insertCustomer,
  updateCustomer,
} from './customer-store.ts';

/** The customer after an edit, or why there was none. */
export interface CustomerEdit {
  customer: CustomerRow | null;
  userErrors: UserError[];
}

/** Adds a customer. */
export async function createCustomer(
  deps: EditDeps<PrismaClient>,
  input: CrearClienteInput,
): Promise<CustomerEdit> {
  const columns: CustomerColumns = {
    name: normalText(input.name),
    docType: input.docType ?? 'NONE',
    docNumber: normalizeNumber(input.docNumber),
    email: normalOrNull(input.email),
    phone: input.phone ?? null,
  };
  const userErrors = checkColumns(columns);
  if (userErrors.length > 0) return { customer: null, userErrors };
  return edit(deps, async (sql, audit) => {
    const customer = await insertCustomer(sql, columns);
    if (customer === null) return editOf({ kind: 'Duplicate' });
    audit({ kind: 'CUSTOMER_CREATED', subject: auditSubject(customer), detail: null });
    return { customer, userErrors };
  });
}

/** Changes what is given of a customer, if nobody else has changed it in the meantime. */
export async function changeCustomer(
  deps: EditDeps<PrismaClient>,
  input: ActualizarClienteInput,
): Promise<CustomerEdit> {
  const id = parseRowId<'Customer'>(input.id);
  const [current] = id === null ? [] : await findCustomers(deps.prisma, [id]);
  if (id === null || !current) return editOf({ kind: 'NotFound' });
  const { name, docType, docNumber, email, phone } = input;
  const changes: Partial<CustomerColumns> = {
    ...(typeof name === 'string' && { name: normalText(name) }),
    ...(docType && { docType }),
    ...(docNumber !== undefined && { docNumber: normalizeNumber(docNumber) }),
    ...(docType === 'NONE' && { docNumber: null }),
    ...(email !== undefined && { email: normalOrNull(email) }),
    ...(phone !== undefined && { phone }),
  };
  const userErrors = checkColumns({ ...current, ...changes });
  if (userErrors.length > 0) return { customer: current, userErrors };
  return edit(deps, async (sql, audit) => {
    const write = await updateCustomer(sql, { id, version: input.version }, changes);
    // Only the columns' names: an audit log is kept for long and read by others.
    const detail = write.kind === 'Written' ? describeEdit(write.before, changes) : null;
    if (detail !== null) audit({ kind: 'CUSTOMER_CHANGED', subject: auditSubject({ id }), detail });
    return editOf(write);
  });
}

function normalOrNull(text: string | null | undefined): string | null {
  return typeof text === 'string' ? normalText(text) : null;
}

function normalizeNumber(number: string | null | undefined): string | null {
  return number ? number.trim().toUpperCase() : null;
}

const NAME = { maxCharacters: 200 };
const PHONE = /^\+?\d{6,20}$/;

function checkColumns({ name, docType, docNumber, email, phone }: CustomerColumns): UserError[] {
  const errors = textErrors(readText(name, NAME), ['name']);
  if (!isIdentityDocument(docType, docNumber)) {
    errors.push(userError('INVALID_DOCUMENT', ['docNumber']));
  }
  if (email !== null && !isEmail(email)) {
    errors.push(userError('INVALID_INPUT', ['email'], 'No parece un correo.'));
  }
  if (phone !== null && !PHONE.test(phone)) {
    errors.push(userError('INVALID_INPUT', ['phone'], 'Lleva de 6 a 20 dígitos.'));
  }
  return errors;
}

/** Never with a document, an e-mail or a name. */
function auditSubject({ id }: Pick<CustomerRow, 'id'>): string {
  return `Customer ${id}`;
}

function editOf(write: VersionedWrite<CustomerRow>): CustomerEdit {
  switch (write.kind) {
    case 'Written':
      return { customer: write.after, userErrors: [] };
    case 'Stale':
      return { customer: write.current, userErrors: [userError('STALE', ['version'])] };
    case 'Duplicate':
      return { customer: null, userErrors: [userError('DUPLICATE_DOCUMENT', ['docNumber'])] };
    case 'NotFound':
      return { customer: null, userErrors: [userError('CUSTOMER_NOT_FOUND', ['id'])] };
  }
}
