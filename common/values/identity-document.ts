/** Kinds of identity document, as the graph names them. */
export type DocType = 'NONE' | 'DNI' | 'RUC' | 'CE' | 'PASSPORT';

/** Signs that people write between the characters of a number: blanks, points, hyphens. */
const SEPARATORS = /[\s.\p{Pd}\u2212]/gu;

/** A number in the form in which it is kept: without separators, letters in capitals. */
export function readDocumentNumber(given: string): string {
  return given.replaceAll(SEPARATORS, '').toUpperCase();
}

interface Form {
  pattern: RegExp;
  /** The form in words, in Spanish. */
  words: string;
}

const FORMS: Record<Exclude<DocType, 'NONE'>, Form> = {
  DNI: { pattern: /^\d{8}$/, words: 'El DNI lleva 8 dígitos.' },
  RUC: { pattern: /^\d{11}$/, words: 'El RUC lleva 11 dígitos.' },
  CE: {
    pattern: /^[0-9A-Z]{9,12}$/,
    words: 'El carné de extranjería lleva de 9 a 12 letras o dígitos.',
  },
  PASSPORT: {
    pattern: /^[0-9A-Z]{6,12}$/,
    words: 'El pasaporte lleva de 6 a 12 letras o dígitos.',
  },
};

/** The kinds of taxpayer that SUNAT gives a RUC. */
const RUC_BEGINNING = /^(?:10|15|16|17|20)/;
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

/**
 * Tells what is wrong with a number of a type, in Spanish; NONE goes with no number.
 * @param number in the form in which it is kept
 * @returns null when it is good
 */
export function documentProblem(type: DocType, number: string | null): string | null {
  if (type === 'NONE') return number === null ? null : 'Sin documento (NONE) no hay número.';
  if (number === null) return 'Falta el número.';
  const { pattern, words } = FORMS[type];
  if (!pattern.test(number)) return words;
  return type === 'RUC' ? rucProblem(number) : null;
}

function rucProblem(ruc: string): string | null {
  if (!RUC_BEGINNING.test(ruc)) return 'El RUC empieza con 10, 15, 16, 17 o 20.';
  if (rucCheckDigit(ruc.slice(0, 10)) === Number(ruc[10])) return null;
  return 'El último dígito del RUC no corresponde a los demás: revise el número.';
}
