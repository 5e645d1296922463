const DIGITS = /^(?:\d{8}|\d{12,14})$/;
const LENGTH = 14;

/**
 * The number of an article as GS1 gives it, in 14 digits, so that leading zeros make no difference.
 * @returns null for a code of another length, or with a wrong check digit
 */
export function gtinOf(code: string): string | null {
  if (!DIGITS.test(code)) return null;
  const gtin = code.padStart(LENGTH, '0');
  const sum = [...gtin].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 1 : 3), 0);
  return sum % 10 === 0 ? gtin : null;
}
