/** Identity documents of Peru, checked before anything is sent. */

/** Kinds of identity document, as the graph names them. */
export type DocType = 'NONE' | 'DNI' | 'RUC' | 'CE' | 'PASSPORT';

/** Signs that people write between the characters of a number: blanks, points, hyphens. */
const SEPARATORS = /[\s.\p{Pd}\u2212]/gu;

/** A number in the form in which it is kept: without separators, letters in capitals. */
export function readDocumentNumber(given: string): string {
  return given.replaceAll(SEPARATORS, '').toUpperCase();
}

/** The kind that a number can only be: 8 digits are a DNI, 11 a RUC; null for any other. */
export function docTypeOf(number: string): 'DNI' | 'RUC' | null {
  if (/^\d{8}$/.test(number)) return 'DNI';
  return /^\d{11}$/.test(number) ? 'RUC' : null;
}

const FORMS: Record<Exclude<DocType, 'NONE'>, { pattern: RegExp; words: string }> = {
  DNI: { pattern: /^\d{8}$/, words: 'El DNI lleva 8 dígitos' },
  RUC: { pattern: /^\d{11}$/, words: 'El RUC lleva 11 dígitos' },
  CE: {
    pattern: /^[0-9A-Z]{9,12}$/,
    words: 'El carné de extranjería lleva de 9 a 12 letras o dígitos',
  },
  PASSPORT: { pattern: /^[0-9A-Z]{6,12}$/, words: 'El pasaporte lleva de 6 a 12 letras o dígitos' },
};

/** The kinds of taxpayer that SUNAT gives a RUC. */
const RUC_BEGINNING = /^(?:10|15|16|17|20)/;
/** Weights of the first ten digits of a RUC (SUNAT). */
const RUC_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

function rucCheckDigit(ruc: string): number {
  const sum = RUC_WEIGHTS.reduce((total, weight, i) => total + weight * Number(ruc[i]), 0);
  return (11 - (sum % 11)) % 10;
}

/**
 * Tells what is wrong with a number of a type, in Spanish; NONE goes with no number.
 * @param number in the form in which it is kept
 * @returns null when it is good
 */
export function documentProblem(type: DocType, number: string): string | null {
  if (type === 'NONE') return number === '' ? null : 'Sin documento no hay número.';
  if (number === '') return 'Falta el número.';
  const { pattern, words } = FORMS[type];
  if (!pattern.test(number)) return `${words} y este tiene ${[...number].length}.`;
  if (type !== 'RUC') return null;
  if (!RUC_BEGINNING.test(number)) return 'El RUC empieza con 10, 15, 16, 17 o 20.';
  if (rucCheckDigit(number) === Number(number[10])) return null;
  return 'El último dígito del RUC no corresponde a los demás: revise el número.';
}
