/** The smallest coin in use, 0.10: the ones of 0.01 and 0.05 are gone. */
const SMALLEST_COIN_CENTIMOS = 10;

/** The most of an amount that coins can make, in céntimos. @param centimos 0 or more */
export function wholeCoins(centimos: number): number {
  return centimos - (centimos % SMALLEST_COIN_CENTIMOS);
}

/** Whether coins can make an amount. */
export function isWholeCoins(centimos: number): boolean {
  return centimos % SMALLEST_COIN_CENTIMOS === 0;
}
