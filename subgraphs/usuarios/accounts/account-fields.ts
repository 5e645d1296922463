import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { Role } from '../../../common/process/identity/roles.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { type AccountColumns, rolesOf } from './account-store.ts';

const MAX_NAME_CHARACTERS = 200;
const MAX_EMAIL_CHARACTERS = 254;
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** The form in which e-mails are kept and looked up. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** An id of another subgraph as the row keeps it; 0, which no row has, for what is no id. */
export function linkedId(id: string | null): number | null {
  return id === null ? null : (parseRowId(id) ?? 0);
}

/** Checks what does not depend on other rows; the password is checked where it is given. */
export function checkAccount(
  columns: Omit<AccountColumns, 'passwordHash' | 'active'>,
): UserError[] {
  const { name, email, sellerId, customerId } = columns;
  const roles = rolesOf(columns);
  const errors: UserError[] = [];
  const invalid = (field: string, why: string) => {
    errors.push(userError('INVALID_INPUT', [field], why));
  };
  if (name === '' || [...name].length > MAX_NAME_CHARACTERS) {
    invalid('name', `Lleva de 1 a ${MAX_NAME_CHARACTERS} caracteres.`);
  }
  if (email.length > MAX_EMAIL_CHARACTERS || !EMAIL.test(email)) {
    invalid('email', 'No parece un correo.');
  }
  if (roles.length === 0) invalid('roles', 'Lleva al menos un rol.');
  if (sellerId === 0) errors.push(userError('SELLER_NOT_FOUND', ['sellerId']));
  if (customerId === 0) errors.push(userError('CUSTOMER_NOT_FOUND', ['customerId']));
  if (needs('VENDEDOR', sellerId)) invalid('sellerId', 'El rol VENDEDOR lo necesita.');
  if (needs('CLIENTE', customerId)) invalid('customerId', 'El rol CLIENTE lo necesita.');
  return errors;

  function needs(role: Role, link: number | null): boolean {
    return roles.includes(role) && link === null;
  }
}
