/** Digits and letters that nobody takes for another (Crockford): no I, L, O, U. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNS_IN_NUMBER = 7;
const BITS_PER_SIGN = 5n;
const MASK = 31n;

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
