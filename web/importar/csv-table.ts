/** A table read from a file of a shop; the first row names the columns. */
export interface CsvTable {
  encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
  header: string[];
  rows: CsvRow[];
}

export interface CsvRow {
  /** As spreadsheets count: the header is line 1. */
  line: number;
  cells: string[];
}

/** The most rows that one file may hold. */
export const MAX_ROWS = 50_000;
