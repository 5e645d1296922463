import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { describeEdit } from '../../../common/subgraph/audit/describe-edit.ts';
import type { EditDeps, VersionedWrite } from '../../../common/subgraph/edit/edit.ts';
import { isEmail } from '../../../common/values/email.ts';
import { documentProblem, readDocumentNumber } from '../../../common/values/identity-document.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { isPhone, PHONE_FORM, readPhone } from '../../../common/values/phone.ts';
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
    docNumber: given(input.docNumber, readDocumentNumber) || null,
    email: given(input.email, normalText),
    phone: given(input.phone, readPhone),
  };
  const userErrors = checkColumns(columns, columns);
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
    ...(docNumber !== undefined && { docNumber: given(docNumber, readDocumentNumber) || null }),
    ...(docType === 'NONE' && { docNumber: null }),
    ...(email !== undefined && { email: given(email, normalText) }),
    ...(phone !== undefined && { phone: given(phone, readPhone) }),
  };
  const userErrors = checkColumns({ ...current, ...changes }, changes);
  if (userErrors.length > 0) return { customer: current, userErrors };
  return edit(deps, async (sql, audit) => {
    const write = await updateCustomer(sql, { id, version: input.version }, changes);
    // Only the columns' names: an audit log is kept for long and read by others.
    const detail = write.kind === 'Written' ? describeEdit(write.before, changes) : null;
    if (detail !== null) audit({ kind: 'CUSTOMER_CHANGED', subject: auditSubject({ id }), detail });
    return editOf(write);
  });
}

function given(text: string | null | undefined, read: (text: string) => string): string | null {
  return typeof text === 'string' ? read(text) : null;
}

const NAME = { maxCharacters: 200 };

/** Checks the columns that are written: what is there may be from before a rule. */
function checkColumns(
  { name, docType, docNumber, email, phone }: CustomerColumns,
  written: Partial<CustomerColumns>,
): UserError[] {
  const errors = 'name' in written ? textErrors(readText(name, NAME), ['name']) : [];
  const problem =
    'docType' in written || 'docNumber' in written ? documentProblem(docType, docNumber) : null;
  if (problem !== null) errors.push(userError('INVALID_DOCUMENT', ['docNumber'], problem));
  if ('email' in written && email !== null && !isEmail(email)) {
    errors.push(userError('INVALID_INPUT', ['email'], 'No parece un correo.'));
  }
  if ('phone' in written && phone !== null && !isPhone(phone)) {
    errors.push(userError('INVALID_INPUT', ['phone'], PHONE_FORM));
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
