/** Digits and letters that nobody takes for another (Crockford): no I, L, O, U. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNS_IN_NUMBER = 7;
const BITS_PER_SIGN = 5n;
const MASK = 31n;
/** Signs that people write for others. */
const MISREAD: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/**
 * A short number of a sale that people can say: the last 35 random bits of its id. Nothing counts
 * it up, so no row is locked by all tills; within a day of 10,000 sales two have the same number
 * once in 700 days, and the day tells most of those apart.
 */
export function saleNumberOf(saleId: string): string {
  const bits = BigInt(`0x${saleId.replaceAll('-', '').slice(-12)}`);
  const signs = Array.from({ length: SIGNS_IN_NUMBER }, (_, index) => {
    const shift = BigInt(SIGNS_IN_NUMBER - 1 - index) * BITS_PER_SIGN;
    return SIGNS.charAt(Number((bits >> shift) & MASK));
  });
  return signs.join('');
}

/** The hexadecimal digits of an id in which its number lies; their first bit is no part of it. */
const HEX_DIGITS = 9;
const FIRST_BIT = 1n << 35n;

/**
 * The last 9 characters of the ids whose number a text is.
 * @param text in capitals
 * @returns none when it is no number
 */
export function idEndsOf(text: string): string[] {
  const values = [...text].map((sign) => SIGNS.indexOf(MISREAD[sign] ?? sign));
  if (values.length !== SIGNS_IN_NUMBER || values.includes(-1)) return [];
  const bits = values.reduce((sum, value) => (sum << BITS_PER_SIGN) | BigInt(value), 0n);
  return [bits, bits | FIRST_BIT].map((end) => end.toString(16).padStart(HEX_DIGITS, '0'));
}
