import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import type { Role } from '../../../common/process/identity/roles.ts';
import { isAsciiEmail } from '../../../common/values/email.ts';
import { type GivenId, parseGivenId } from '../../../common/values/ids.ts';
import { readText } from '../../../common/values/text.ts';
import type { AccountLinks } from './account-links.ts';
import { type AccountColumns, rolesOf } from './account-store.ts';

const NAME = { maxCharacters: 200 };

/** The form in which e-mails are kept and looked up. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** The person that an account is to stand for, as it was given; a row's own number is as good. */
export interface GivenLinks {
  sellerId: GivenId<'Seller'> | number | null;
  customerId: GivenId<'Customer'> | number | null;
}

/** Reads the links of an input; one that is left out stays as it is. */
export function givenLinks(
  input: { sellerId?: string | null | undefined; customerId?: string | null | undefined },
  current: AccountLinks = { sellerId: null, customerId: null },
): GivenLinks {
  const { sellerId, customerId } = input;
  return {
    sellerId: sellerId === undefined ? current.sellerId : parseGivenId<'Seller'>(sellerId),
    customerId:
      customerId === undefined ? current.customerId : parseGivenId<'Customer'>(customerId),
  };
}

/** Whether every link may be a row of ventas. */
export function areRowIds<Links extends GivenLinks>(links: Links): links is Links & AccountLinks {
  return links.sellerId !== 'unknown' && links.customerId !== 'unknown';
}

/** Checks what does not depend on other rows; the password is checked where it is given. */
export function checkAccount(
  columns: Pick<AccountColumns, 'name' | 'email' | 'roles'> & GivenLinks,
): UserError[] {
  const { name, email, sellerId, customerId } = columns;
  const roles = rolesOf(columns);
  const errors: UserError[] = [];
  const invalid = (field: string, why: string) => {
    errors.push(userError('INVALID_INPUT', [field], why));
  };
  errors.push(...textErrors(readText(name, NAME), ['name']));
  if (!isAsciiEmail(email)) invalid('email', 'No parece un correo.');
  if (roles.length === 0) invalid('roles', 'Lleva al menos un rol.');
  if (sellerId === 'unknown') errors.push(userError('SELLER_NOT_FOUND', ['sellerId']));
  if (customerId === 'unknown') errors.push(userError('CUSTOMER_NOT_FOUND', ['customerId']));
  if (needs('VENDEDOR', sellerId)) invalid('sellerId', 'El rol VENDEDOR lo necesita.');
  if (needs('CLIENTE', customerId)) invalid('customerId', 'El rol CLIENTE lo necesita.');
  return errors;

  function needs(role: Role, link: GivenLinks[keyof GivenLinks]): boolean {
    return roles.includes(role) && link === null;
  }
}
