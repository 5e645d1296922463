// Counting the cash of a drawer. Amounts in céntimos.

/** Notes and coins of Peru, from the largest to the smallest, in céntimos. */
export const NOTES: readonly number[] = [20_000, 10_000, 5_000, 2_000, 1_000];
export const COINS: readonly number[] = [500, 200, 100, 50, 20, 10];

/** The text beside each denomination, by its céntimos; one that is left out is none. */
export type Counts = Readonly<Record<number, string>>;

/** Pieces that a drawer can hold of one denomination. */
const PIECES = /^\d{1,5}$/;

/** The pieces that were typed; 0 for nothing, null for what is no count. */
export function piecesOf(typed: string | undefined): number | null {
  const text = (typed ?? '').trim();
  if (text === '') return 0;
  return PIECES.test(text) ? Number(text) : null;
}

/** The worth of some denominations; what is no count is worth nothing. */
export function worthOfCounts(denominations: readonly number[], counts: Counts): number {
  return denominations.reduce(
    (sum, denomination) => sum + denomination * (piecesOf(counts[denomination]) ?? 0),
    0,
  );
}

/** The first denomination whose count cannot be read; null when all can. */
export function unreadableOf(counts: Counts): number | null {
  return [...NOTES, ...COINS].find((one) => piecesOf(counts[one]) === null) ?? null;
}

/** The denomination after one, as one counts; null after the last. */
export function nextDenomination(denomination: number): number | null {
  const all = [...NOTES, ...COINS];
  return all[all.indexOf(denomination) + 1] ?? null;
}

/** A key of the keypad: a digit, or the last one taken back. */
export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'ERASE';

/** The text beside a denomination after a key of the keypad. */
export function afterKey(typed: string | undefined, key: PadKey): string {
  const text = typed ?? '';
  if (key === 'ERASE') return text.slice(0, -1);
  const next = `${text}${key}`.replace(/^0+(?=\d)/, '');
  return PIECES.test(next) ? next : text;
}
