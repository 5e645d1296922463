// The columns that somebody chose for a file are chosen again for the next file of that form.
import { IMPORT_FIELDS, type ImportField, type Mapping } from './columns.ts';

const STORE_KEY = 'electroplus-columnas';
/** Forms of files that are remembered, the last ones. */
const MOST = 20;

type Known = readonly (readonly [form: string, mapping: Mapping])[];

function readKnown(): Known {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(STORE_KEY) ?? '[]');
    return Array.isArray(known) ? (known as Known) : [];
  } catch {
    // A text of another version or another hand is not worth an error.
    return [];
  }
}

/** The columns chosen last for a file with these names; null when there was none. */
export function knownMapping(header: readonly string[]): Mapping | null {
  const form = header.join('\n');
  const mapping = readKnown().find(([known]) => known === form)?.[1];
  if (!Array.isArray(mapping) || mapping.length !== header.length) return null;
  const isField = (field: unknown): field is ImportField | null =>
    field === null || IMPORT_FIELDS.some((one) => one === field);
  return mapping.every(isField) ? mapping : null;
}

/** Remembers the columns chosen for a file with these names. */
export function rememberMapping(header: readonly string[], mapping: Mapping): void {
  const form = header.join('\n');
  const others = readKnown().filter(([known]) => known !== form);
  localStorage.setItem(STORE_KEY, JSON.stringify([[form, mapping], ...others].slice(0, MOST)));
}
