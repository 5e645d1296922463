import { normalText } from '../../values/text.ts';
import type { Condition } from './keyset.ts';

/** A text that somebody seeks, and its words. */
export interface Search {
  text: string;
  words: readonly string[];
}

/** Reads what somebody seeks. @returns null for nothing */
export function readSearch(given: string | null | undefined): Search | null {
  const text = normalText(given ?? '');
  return text === '' ? null : { text, words: text.split(/\s+/) };
}

/** Rows whose column holds every word, wherever it stands. */
export function holdsWords(column: string, { words }: Search): Condition {
  const patterns = words.map((word) => `%${escaped(word)}%`);
  return { sql: `(${patterns.map(() => `${column} LIKE ?`).join(' AND ')})`, values: patterns };
}

/** Rows whose column begins with a text. */
export function beginsWith(column: string, { text }: Pick<Search, 'text'>): Condition {
  return { sql: `${column} LIKE ?`, values: [`${escaped(text)}%`] };
}

/** Rows that fulfil one of some conditions. */
export function anyOf(conditions: readonly Condition[]): Condition {
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(' OR ')})`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** In a pattern, whatever signs a text holds are signs of that text. */
function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
