import { calleesOf } from '../../../common/topology/derived.ts';
import type { Service } from '../../../common/topology/services.ts';

const BEGIN = '<!-- begin of the table of processes: npm run deployment -->';
const END = '<!-- end of the table of processes -->';

/**
 * A page with its table of processes made anew.
 * @throws Error when the page has no place for it
 */
export function withProcessTable(page: string, rows: readonly Service[]): string {
  const [before, rest = ''] = page.split(BEGIN);
  const [, after] = rest.split(END);
  if (before === undefined || after === undefined) {
    throw new Error(`the page has no "${BEGIN}" … "${END}"`);
  }
  return `${before}${BEGIN}\n\n${processTable(rows)}\n\n${END}${after}`;
}

function processTable(rows: readonly Service[]): string {
  const cells = [
    ['process', 'port', 'owns', 'calls'],
    ...rows.map((row) => [
      `\`${row.name}\``,
      String(row.defaultPort),
      row.database === null ? row.owns : `${row.owns}; the database \`${row.database}\``,
      calleesOf(row, rows)
        .map((name) => `\`${name}\``)
        .join(', '),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
}
