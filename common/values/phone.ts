/** Signs that people write between the digits of a phone number. */
const SEPARATORS = /[\s().\p{Pd}\u2212]/gu;
const PHONE = /^\+?\d{6,20}$/;

/** A phone number in the form in which it is kept: its digits, and the + before them. */
export function readPhone(given: string): string {
  return given.replaceAll(SEPARATORS, '');
}

/** Whether a number is one, in the form in which it is kept. */
export function isPhone(number: string): boolean {
  return PHONE.test(number);
}

/** The form of a number in words, in Spanish. */
export const PHONE_FORM =
  'Lleva de 6 a 20 dígitos; entre ellos solo espacios, guiones, puntos o paréntesis.';
