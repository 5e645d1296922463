// The files that the screen of imports hands out.
import { csvOf } from '../parts/csv.ts';
import { download } from '../parts/download.ts';
import { FIELD_LABELS, IMPORT_FIELDS } from './columns.ts';
import type { RefusedRow } from './import-job.ts';

const EXAMPLE = [
  'TEC-LOG-K120',
  'Teclado Logitech K120 USB español',
  '45.90',
  '097855066411',
  'Teclado con cable, resistente a salpicaduras.',
  'Teclados',
  '8',
  '20',
];

/** Hands out a file with the columns that an import knows, and one row as an example. */
export function downloadTemplate(): void {
  const header = IMPORT_FIELDS.map((field) => FIELD_LABELS[field]);
  downloadCsv('plantilla-productos.csv', [header, EXAMPLE]);
}

/** Hands out the refused rows as the file had them, each with its line and the reasons. */
export function downloadErrors(header: readonly string[], refused: readonly RefusedRow[]): void {
  const rows = refused.map(({ line, cells, reasons }) => [
    ...header.map((_, at) => cells[at] ?? ''),
    String(line),
    reasons.join('; '),
  ]);
  downloadCsv('errores-importacion.csv', [[...header, 'Fila', 'Motivo'], ...rows]);
}

function downloadCsv(name: string, rows: readonly (readonly string[])[]): void {
  download(name, new Blob([csvOf(rows)], { type: 'text/csv' }));
}
