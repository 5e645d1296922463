// Runs the rules of the house: over the repository, and over fixtures that break them, so that a
// rule that no longer catches anything fails.
import { expect, test } from '@jest/globals';
import type { Rule, SourceFile } from '../../scripts/contract/schema-check/rule.ts';
import { repositoryFiles } from './source-files.ts';

/** A file as a rule might meet it. */
export type Fixture = { path: string; text?: string };

export interface GuardedRule {
  rule: Rule;
  breaks: Fixture[];
  keeps: Fixture[];
  /** Stands beside every fixture. */
  beside?: Fixture[];
  /** Only all the fixtures of `breaks` side by side break the rule. */
  together?: boolean;
}

export const withText = ({ path, text = '' }: Fixture): SourceFile => ({ path, text });

const FILES = repositoryFiles();

/** Adds two tests per rule. @param rules named by what they keep */
export function testRules(rules: Record<string, GuardedRule>): void {
  test.each(Object.entries(rules))('%s', (_, { rule }) => {
    expect(rule(FILES)).toEqual([]);
  });

  test.each(Object.entries(rules))(
    'caught when broken: %s',
    (_, { rule, breaks, keeps, beside = [], together = false }) => {
      const sets = together ? [breaks] : breaks.map((fixture) => [...beside, fixture]);
      for (const fixtures of sets) expect(rule(fixtures.map(withText))).not.toEqual([]);
      expect(rule([...beside, ...keeps].map(withText))).toEqual([]);
    },
  );
}
