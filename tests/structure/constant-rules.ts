import type { Rule } from '../../scripts/contract/schema-check/rule.ts';
import { isCode } from './source-files.ts';

const COMMENT = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const QUOTED = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`;
const SUBSTITUTION = String.raw`\$\{(?:[^{}\x60]|\x60[^\x60]*\x60|\{[^}]*\})*\}`;
const TEMPLATE = String.raw`\x60(?:\\.|${SUBSTITUTION}|[^\x60\\])*\x60`;
/** Where a value may begin, a slash begins a regular expression. */
const PATTERN_PART = String.raw`\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[]`;
const PATTERN = String.raw`(?<=[=(,[:!&|?{};\n]\s*)\/(?![*/])(?:${PATTERN_PART})+\/[a-z]*`;
const TEXTS = new RegExp([COMMENT, QUOTED, TEMPLATE, PATTERN].join('|'), 'g');
const SUBSTITUTED = /\$\{([^}]*)\}/g;

const DECLARATION = /^(?:export )?const (\w+)(?:: (?:[^=]|=>)+?)? =\s([\s\S]*?);$/gm;
const UPPER_CASE = /^[A-Z][A-Z0-9_]*$/;

const CAST = /\b(?:as|satisfies) [^,;(){}]+/g;
const TYPE_ARGUMENTS = /<[^()=]*>(?=\()/g;
const KEY = /[\w$]+\??(?=\s*:)/g;
const MEMBER = /(?<=[\w)\]])\.\w+/g;
const WORD = /(?<![\w$])[A-Za-z_$][\w$]*/g;
const EMPTY = /^(?:\[\s*\]|\{\s*\}|new (?:Map|Set|WeakMap|WeakSet)\(\))$/;
/** The words that data is made of; the functions are those that make paths. */
const WORDS_OF_DATA = new Set(
  `true false null undefined new Set Map RegExp URL BigInt String import resolve join relative
   dirname fileURLToPath`.split(/\s+/),
);

/** A constant that holds nothing but data is written in capitals: texts, numbers, lists, paths. */
export const upperCaseConstants: Rule = (files) =>
  files.filter(isCode).flatMap(({ path, text }) =>
    dataConstants(text)
      .filter((name) => !UPPER_CASE.test(name))
      .map((name) => `${path}: write the constant ${name} in UPPER_CASE`),
  );

/** The names of the module's constants that hold nothing but data. */
function dataConstants(text: string): string[] {
  return [...withoutTexts(text).matchAll(DECLARATION)]
    .filter(([, , value = '']) => isData(value))
    .map(([, name = '']) => name);
}

/** Without comments, and with texts and patterns as `0`; what a template substitutes remains. */
function withoutTexts(text: string): string {
  return text.replaceAll(TEXTS, (token) => {
    if (/^\/[/*]/.test(token)) return '';
    if (!token.startsWith('`')) return '0';
    return `[0${[...token.matchAll(SUBSTITUTED)].map(([, inner]) => `, ${inner}`).join('')}]`;
  });
}

function isData(value: string): boolean {
  const bare = value.replaceAll(CAST, '').replaceAll(TYPE_ARGUMENTS, '').trim();
  if (EMPTY.test(bare) || /=>|\bfunction\b/.test(bare)) return false;
  const words = bare.replaceAll(KEY, '').replaceAll(MEMBER, '').match(WORD) ?? [];
  return words.every((word) => UPPER_CASE.test(word) || WORDS_OF_DATA.has(word));
}
