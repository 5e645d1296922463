import Papa from 'papaparse';
import type { CsvTable } from './csv-table.ts';

const DELIMITERS = [',', ';', '\t', '|'];
/** The names of the columns stand within these first characters. */
const HEAD_LENGTH = 10_000;

/**
 * Reads the bytes of a CSV, as Excel and others write them: the encoding and the sign between
 * columns are found out.
 * @returns null when there is no header and no row in it
 */
export function readCsv(bytes: Uint8Array): CsvTable | null {
  const { text, encoding } = decode(bytes);
  const { data } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text) });
  const [header, ...rest] = data;
  if (header === undefined) return null;
  const rows = rest
    .map((cells, at) => ({ line: at + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const names = header.map((name, at) => name.trim() || `Columna ${at + 1}`);
  return rows.length === 0 ? null : { encoding, header: names, rows };
}

/** The sign that parts the names of the columns most often, outside of quotes. */
function delimiterOf(text: string): string {
  const names =
    text
      .slice(0, HEAD_LENGTH)
      .replaceAll(/"[^"]*"/g, '')
      .trimStart()
      .split('\n')[0] ?? '';
  const times = (sign: string) => names.split(sign).length;
  return [...DELIMITERS].sort((a, b) => times(b) - times(a))[0] ?? ',';
}

function decode(bytes: Uint8Array): { text: string; encoding: CsvTable['encoding'] } {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) {
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    // Bytes that are no UTF-8 come from a spreadsheet of Windows.
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}
