import type { StockDifference } from './stock-difference.ts';

const MAX_ROWS = 200;
const HEADINGS = ['sku', 'available', 'in ledger', 'lastSeq', 'in ledger', ''];

/** A table of products that differ from their ledgers, and what became of each. */
export function rebuildReport(
  differences: readonly StockDifference[],
  { isApplied }: { isApplied: boolean },
): string {
  if (differences.length === 0) return 'Every stock agrees with its ledger.';
  const refused = differences.filter(({ refusal }) => refusal !== null).length;
  const others = differences.length - refused;
  return [
    ...tableOf([HEADINGS, ...differences.slice(0, MAX_ROWS).map((row) => cellsOf(row, isApplied))]),
    ...(differences.length > MAX_ROWS ? [`… and ${differences.length - MAX_ROWS} more`] : []),
    '',
    isApplied
      ? `${others} rebuilt, ${refused} refused.`
      : `${others} to rebuild, ${refused} to refuse. Nothing was written: add --apply to write.`,
  ].join('\n');
}

function cellsOf({ sku, stored, ledger, refusal }: StockDifference, isApplied: boolean): string[] {
  const counters = [stored.available, ledger.available, stored.lastSeq, ledger.lastSeq];
  const verdict = isApplied ? 'rebuilt' : 'differs';
  return [sku, ...counters.map(String), refusal === null ? verdict : `refused: ${refusal}`];
}

/** Columns as wide as their widest cell: texts to the left, numbers to the right. */
function tableOf(rows: readonly string[][]): string[] {
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows.map((cells) => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      const isNumber = column > 0 && column < HEADINGS.length - 1;
      return isNumber ? cell.padStart(width) : cell.padEnd(width);
    });
    return padded.join('  ').trimEnd();
  });
}
