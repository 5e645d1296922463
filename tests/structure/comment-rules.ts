import type { Rule } from '../../scripts/contract/schema-check/rule.ts';
import { isCode } from './source-files.ts';

const BLOCK = /^[ \t]*\/\*\*?([\s\S]*?)\*\//gm;
const LINES = /(?:^[ \t]*\/\/[^\n]*\n)+/gm;
const AFTER_CODE = /(?<=\S[;,{)\]] )\/\/ [^\n]*/g;
const MARGIN = /^[ \t]*(?:\/\/|\*)?[ \t]?/gm;

/** A clause that stands where a sentence, or the name of a thing, should. */
const CLAUSES = [
  /^(?:what|who|whom|whose|whoever|whatever|whichever|which|why|how)\b/i,
  /^(?:makes|for|by|to|under|of) (?:what|who|whom|whoever|whatever)\b/i,
  /^(?:where|when)\b[^,.;:]*(?:[.;:]|$)/i,
];
/** The sentences of a comment, and its tags. */
const SENTENCE = /(?<=[.!?]\s)(?=[A-Z`])|@(?:returns|throws when|throws|param \w+)\s/;
const GENDERED = /\b(?:he|she|his|hers?|him|himself|herself)\b/i;

/** A comment is a plain sentence or names a thing: it begins with no "what" or "who". */
export const plainComments: Rule = (files) =>
  files.filter(isCode).flatMap(({ path, text }) =>
    commentsOf(text)
      .flatMap((comment) => comment.split(SENTENCE).map((sentence) => sentence.trim()))
      .filter((sentence) => CLAUSES.some((clause) => clause.test(sentence)))
      .map((sentence) => `${path}: begin with the thing or its subject: "${excerpt(sentence)}"`),
  );

/** People are "they". */
export const peopleAreThey: Rule = (files) =>
  files.filter(isCode).flatMap(({ path, text }) =>
    commentsOf(text)
      .filter((comment) => GENDERED.test(comment))
      .map((comment) => `${path}: write "they" of people: "${excerpt(comment)}"`),
  );

/** The comments of a file, each on one line. */
function commentsOf(text: string): string[] {
  return [BLOCK, LINES, AFTER_CODE]
    .flatMap((pattern) => [...text.matchAll(pattern)].map(([all, block]) => block ?? all))
    .map((comment) => comment.replaceAll(MARGIN, '').replaceAll(/\s+/g, ' ').trim());
}

function excerpt(sentence: string): string {
  return sentence.length > 60 ? `${sentence.slice(0, 60)}…` : sentence;
}
