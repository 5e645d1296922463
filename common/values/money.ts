/**
 * Money is a whole number of céntimos (1/100 sol) in code and database, never a float. The limits
 * below multiply to 5·10^15, less than 2^53: every product and sum of a sale is exact.
 */

/** Dearest unit price: S/ 500,000.00. */
export const MAX_PRICE_CENTIMOS = 50_000_000;
/** All of something, in basis points: 10,000 are 100 %. */
export const MAX_BASIS_POINTS = 10_000;
/** Most units on one line. */
export const MAX_QUANTITY = 100_000;
/** Most lines in one sale. */
export const MAX_LINES = 1_000;
/** The currency of every amount (ISO 4217). */
export const CURRENCY = 'PEN';

/**
 * Reads an amount of soles: a string or an integer, at most two decimals.
 * @returns céntimos, or null when the text is not such an amount
 */
export function parseSoles(amount: unknown): number | null {
  const text = typeof amount === 'number' && Number.isInteger(amount) ? String(amount) : amount;
  if (typeof text !== 'string') return null;
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const centimos = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return sign === '-' && centimos !== 0 ? -centimos : centimos;
}

/** Reads an amount that another service wrote. @throws when it is none */
export function centimosOf(soles: string): number {
  const centimos = parseSoles(soles);
  if (centimos === null) throw new Error(`${soles} was sent as an amount`);
  return centimos;
}

/** Writes céntimos as soles with two decimals: 129990 → "1299.90". */
export function formatSoles(centimos: number | bigint): string {
  const digits = centimos.toString().replace('-', '').padStart(3, '0');
  return `${centimos < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The most cash that a drawer may be said to hold: S/ 100,000,000.00. */
const MAX_CASH_CENTIMOS = 10_000_000_000;

/** Whether an amount may be counted in a drawer, in céntimos. */
export function isAmountOfCash(centimos: number): boolean {
  return centimos >= 0 && centimos <= MAX_CASH_CENTIMOS;
}
