/** The rule of a kind of text. */
export interface TextRule {
  maxCharacters: number;
  /** A text of several lines keeps its line breaks and tabs. */
  mayHoldLines?: true;
  /** People tell codes apart by looking at them, so nothing in one is invisible. */
  isCode?: true;
}

/** A text in the form in which it is kept, and why it cannot be kept, in Spanish. */
export interface TextReading {
  text: string;
  problem: string | null;
}

/** No script needs more code units for a character, however it is composed. */
const MAX_UNITS_PER_CHARACTER = 4;
/** Unicode's own bound (UAX 15, stream-safe): without it, composing takes quadratic time. */
const HEAP_OF_MARKS = /\p{M}{31}/u;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const LINE_BREAK = /\r\n?/g;
const LINES = /[\n\t]/g;
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{C}\p{Z}\u2800]/u;
const INVISIBLE_BUT_SPACE = /(?! )[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Z}\u2800]/u;

/** The form in which texts are kept and looked up: composed (NFC), without blanks around. */
export function normalText(text: string): string {
  const trimmed = text.trim();
  return HEAP_OF_MARKS.test(trimmed) ? trimmed : trimmed.normalize('NFC');
}

/** Reads a text that is to be kept; every stored text of every subgraph goes through here. */
export function readText(given: string, rule: TextRule): TextReading {
  const { maxCharacters, mayHoldLines = false } = rule;
  const trimmed = given.trim();
  if (!trimmed.isWellFormed()) return refused(trimmed, 'Contiene un carácter incompleto.');
  if (trimmed.length > maxCharacters * MAX_UNITS_PER_CHARACTER) return refusedLength(trimmed, rule);
  if (HEAP_OF_MARKS.test(trimmed)) return refused(trimmed, 'Contiene demasiadas marcas seguidas.');
  const normal = normalText(trimmed);
  const text = mayHoldLines ? normal.replaceAll(LINE_BREAK, '\n') : normal;
  if (text === '' || [...text].length > maxCharacters) return refusedLength(text, rule);
  return { text, problem: problemOf(text, rule) };
}

/** The beginning of a text, which ends with a whole character. */
export function cutText(text: string, maxCharacters: number): string {
  return [...text.slice(0, 2 * maxCharacters)].slice(0, maxCharacters).join('');
}

function problemOf(text: string, { mayHoldLines, isCode }: TextRule): string | null {
  if (CONTROL.test(mayHoldLines ? text.replaceAll(LINES, '') : text)) {
    return 'Contiene caracteres de control.';
  }
  if (!VISIBLE.test(text)) return 'Contiene solo caracteres invisibles.';
  return isCode && INVISIBLE_BUT_SPACE.test(text) ? 'Contiene caracteres invisibles.' : null;
}

function refusedLength(text: string, { maxCharacters }: TextRule): TextReading {
  return refused(text, `Lleva de 1 a ${maxCharacters} caracteres.`);
}

function refused(text: string, problem: string): TextReading {
  return { text, problem };
}
