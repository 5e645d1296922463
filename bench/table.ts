/** A row: what was measured, the median, what it must be, what it aims at. */
export type TableRow = readonly string[];

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a table in Markdown's form, readable in a terminal too. */
export function printTable(
  rows: readonly TableRow[],
  head: TableRow = ['measure', 'median', 'must', 'aim'],
): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: TableRow) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  say('');
  say(line(head));
  say(line(widths.map((width) => '-'.repeat(width))));
  for (const row of rows) say(line(row));
}
