import type { Rule } from '../../scripts/contract/schema-check/rule.ts';
import { isCode } from './source-files.ts';

const CLASS = /^(?:export )?(?:abstract )?class [\s\S]*?^\}/gm;
const READONLY_MEMBER = /(?<!-)\breadonly (?:\w+\??|'[^']+'\??|\[[^\]]+\]): /;

/** Members of types carry no `readonly`; lists that nobody may change do (`readonly Line[]`). */
export const membersWithoutReadonly: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !file.path.startsWith('tests/structure/'))
    .filter(({ text }) => READONLY_MEMBER.test(text.replaceAll(CLASS, '')))
    .map(({ path }) => `${path} marks a member readonly: leave the word out`);
