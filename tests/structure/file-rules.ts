import type { Rule } from '../../scripts/contract/schema-check/rule.ts';
import { isCode } from './source-files.ts';

const VAGUE_NAME = /^(utils?|helpers?|misc|index|lib|shared)$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Prisma's own layout, and the languages' own names. */
const GIVEN_NAME = /^(README|migration_lock|\d{14}_\w+)$/;

const LONG_LINES = 250;
const MAX_LINES = 400;
/** The comments before the first line of code. */
const HEAD = /^(?:\/\/.*\n|\/\*[\s\S]*?\*\/\n)*/;
const REASON = /\bLong because [a-z]/;
const MAX_COLUMNS = 100;
/** Neither the formatter nor a person can break these: an import, an address, one long text. */
const UNBREAKABLE_LINE =
  /^import .* from '[^']+';$|^\s*(?:\/\/|\*) https?:\/\/\S+$|^\s*(?:test\()?(['"`]).*\1,?(?: .*)?$/;

/** One holds what every contract shares; vite finds the other by its name. */
const TELLING_NAMES = new Set(['schema/shared.graphql', 'web/index.html']);

/** A file or folder is named after what it holds. */
export const telltaleNames: Rule = (files) =>
  files
    .filter(({ path }) => !TELLING_NAMES.has(path))
    .flatMap(({ path }) =>
      path
        .split('/')
        .map((part) => part.split('.', 1)[0] ?? '')
        .filter((name) => VAGUE_NAME.test(name))
        .map((name) => `${path} is named "${name}": name it after what it holds`),
    );

/** Files and folders are kebab-case. */
export const kebabCaseNames: Rule = (files) =>
  files.flatMap(({ path }) =>
    path
      .split('/')
      .map((part) => part.split('.', 1)[0] ?? '')
      .filter((name) => name !== '' && !KEBAB_CASE.test(name) && !GIVEN_NAME.test(name))
      .map((name) => `${path}: write "${name}" in kebab-case`),
  );

/** A file of code has at most 400 lines. */
export const shortFiles: Rule = (files) =>
  files
    .filter(isCode)
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines: split it below ${MAX_LINES}`);

/** A file of code over 250 lines says in its head why it is not two files. */
export const longFilesSayWhy: Rule = (files) =>
  files
    .filter(isCode)
    .filter(({ text }) => text.split('\n').length - 1 > LONG_LINES)
    .filter(({ text }) => !REASON.test(HEAD.exec(text)?.[0] ?? ''))
    .map(
      ({ path }) => `${path} is over ${LONG_LINES} lines: split it, or say "Long because" on top`,
    );

/** A line of code has at most 100 columns. */
export const shortLines: Rule = (files) =>
  files.filter(isCode).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      if (line.length <= MAX_COLUMNS || UNBREAKABLE_LINE.test(line)) return [];
      return [`${path}:${index + 1} has ${line.length} columns: break it at ${MAX_COLUMNS}`];
    }),
  );
