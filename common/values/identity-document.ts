/** Kinds of identity document, as the graph names them. */
export type DocType = 'NONE' | 'DNI' | 'RUC' | 'CE' | 'PASSPORT';

const FORMS: Record<Exclude<DocType, 'NONE'>, RegExp> = {
  DNI: /^\d{8}$/,
  RUC: /^\d{11}$/,
  CE: /^[0-9A-Z]{9,12}$/,
  PASSPORT: /^[0-9A-Z]{6,12}$/,
};

/** Weights of the first ten digits of a RUC (SUNAT). */
const RUC_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** The last digit of a RUC: 11 minus the weighted sum modulo 11; 10 becomes 0 and 11 becomes 1. */
export function rucCheckDigit(firstTenDigits: string): number {
  const sum = RUC_WEIGHTS.reduce(
    (total, weight, i) => total + weight * Number(firstTenDigits[i]),
    0,
  );
  return (11 - (sum % 11)) % 10;
}

/** Whether a number has the form of its type; NONE goes with no number. */
export function isIdentityDocument(type: DocType, number: string | null): boolean {
  if (type === 'NONE' || number === null) return type === 'NONE' && number === null;
  if (!FORMS[type].test(number)) return false;
  return type !== 'RUC' || rucCheckDigit(number.slice(0, 10)) === Number(number[10]);
}
