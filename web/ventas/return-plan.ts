// The goods that come back of a sale, before it is sent. Amounts in céntimos.
import { centimos } from '../words/money.ts';

/** A line of a sale, as far as a return needs it. */
export interface ReturnableLine {
  lineNumber: number;
  quantity: number;
  returnedQuantity: number;
  /** The worth of the whole line, as the gateway writes it. */
  total: string;
}

/** The entry of somebody for a line. */
export interface LineEntry {
  /** Units, as typed; empty for none. */
  units: string;
  /** Whether they go back on sale. */
  isRestocked: boolean;
}

/** The entries for the lines, by line number; a line that is left out stays sold. */
export type ReturnEntries = Readonly<Record<number, LineEntry>>;

/** Units of a line that may still come back. */
export function returnableOf({ quantity, returnedQuantity }: ReturnableLine): number {
  return quantity - returnedQuantity;
}

/** Whether something of a sale is still left to come back. */
export function isReturnable(lines: readonly ReturnableLine[]): boolean {
  return lines.some((line) => returnableOf(line) > 0);
}

/** The units that were entered for a line; null when that is no count of what is left of it. */
export function unitsOf(line: ReturnableLine, entry: LineEntry | undefined): number | null {
  const typed = (entry?.units ?? '').trim();
  if (typed === '') return 0;
  if (!/^\d{1,7}$/.test(typed)) return null;
  const units = Number(typed);
  return units <= returnableOf(line) ? units : null;
}

/** The complaint about what was entered for a line, or null. */
export function entryProblem(line: ReturnableLine, entry: LineEntry | undefined): string | null {
  return unitsOf(line, entry) === null ? `De 0 a ${returnableOf(line)}.` : null;
}

/** The worth of the first units of a line: whole céntimos whose differences sum to the line. */
function worthOfFirst(total: number, units: number, quantity: number): number {
  return Math.floor((2 * total * units + quantity) / (2 * quantity));
}

/** The worth of the units that come back of a line, as the gateway will reckon it. */
export function worthOf(line: ReturnableLine, units: number): number {
  const { quantity, returnedQuantity } = line;
  const total = centimos(line.total);
  return (
    worthOfFirst(total, returnedQuantity + units, quantity) -
    worthOfFirst(total, returnedQuantity, quantity)
  );
}

/** The worth of all that is entered; lines with a complaint count nothing. */
export function worthOfEntries(lines: readonly ReturnableLine[], entries: ReturnEntries): number {
  return lines.reduce(
    (sum, line) => sum + worthOf(line, unitsOf(line, entries[line.lineNumber]) ?? 0),
    0,
  );
}

/** The lines that come back, as the gateway takes them. */
export function returnItems(lines: readonly ReturnableLine[], entries: ReturnEntries) {
  return lines.flatMap((line) => {
    const entry = entries[line.lineNumber];
    const quantity = unitsOf(line, entry) ?? 0;
    const { lineNumber } = line;
    return quantity === 0 ? [] : [{ lineNumber, quantity, restock: entry?.isRestocked ?? true }];
  });
}

/** The complaint about all that is entered, or null. */
export function linesProblem(
  lines: readonly ReturnableLine[],
  entries: ReturnEntries,
): string | null {
  if (lines.some((line) => entryProblem(line, entries[line.lineNumber]) !== null)) {
    return 'Corrija las cantidades.';
  }
  return returnItems(lines, entries).length === 0 ? 'Diga cuántas unidades vuelven.' : null;
}
