// The form of a customer: its texts, what is wrong with them, and what is sent of them.
import {
  type DocType,
  documentProblem,
  readDocumentNumber,
  docTypeOf as typeOfNumber,
} from '../caja/identity-document.ts';

export type CustomerField = 'name' | 'docType' | 'docNumber' | 'phone' | 'email';
type CustomerValues = Readonly<Record<CustomerField, string>>;

interface KeptCustomer {
  name: string;
  docType: string;
  docNumber: string | null;
  phone: string | null;
  email: string | null;
}

/** The texts of the form; an empty form of someone with a DNI for a new customer. */
export function customerValues(customer: KeptCustomer | null): CustomerValues {
  return {
    name: customer?.name ?? '',
    docType: customer?.docType ?? 'DNI',
    docNumber: customer?.docNumber ?? '',
    phone: customer?.phone ?? '',
    email: customer?.email ?? '',
  };
}

const TYPES: readonly DocType[] = ['DNI', 'RUC', 'CE', 'PASSPORT', 'NONE'];

function readType(text: string): DocType {
  return TYPES.find((type) => type === text) ?? 'NONE';
}

/** The kind that a number as typed can only be; null while it may be any. */
export function docTypeOf(typed: string): DocType | null {
  return typeOfNumber(readDocumentNumber(typed));
}

/** Characters from which a number that is being typed is judged. */
const JUDGED_FROM: Readonly<Record<DocType, number>> = {
  DNI: 8,
  RUC: 11,
  CE: 9,
  PASSPORT: 6,
  NONE: 0,
};

/** The complaint about the number that is being typed, once it is long enough to be judged. */
export function typedProblem(docType: string, typed: string): string | null {
  const number = readDocumentNumber(typed);
  const type = readType(docType);
  if (type === 'NONE' || [...number].length < JUDGED_FROM[type]) return null;
  return documentProblem(type, number);
}

/** The complaints about a form that need no gateway, by field. */
export function customerProblems(
  values: CustomerValues,
): Readonly<Record<'name' | 'docNumber', string | null>> {
  return {
    name: values.name.trim() === '' ? 'Escriba el nombre.' : null,
    docNumber: documentProblem(readType(values.docType), readDocumentNumber(values.docNumber)),
  };
}

/** Texts of the form as the gateway takes them: an empty one clears what was kept. */
export function customerChanges(changes: Partial<CustomerValues>) {
  const { name, docType, docNumber, phone, email } = changes;
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(docType !== undefined && { docType: readType(docType) }),
    ...(docNumber !== undefined && { docNumber: readDocumentNumber(docNumber) || null }),
    ...(phone !== undefined && { phone: phone.trim() || null }),
    ...(email !== undefined && { email: email.trim() || null }),
  };
}
