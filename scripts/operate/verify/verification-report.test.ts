import { expect, test } from '@jest/globals';
import type { Violation } from './invariant-check.ts';
import { verificationReport } from './verification-report.ts';

test('a healthy system is a line per promise, in their order', () => {
  const lines = verificationReport([]).split('\n');
  expect(lines.map((line) => line.slice(0, 11).trimEnd())).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 14, 15].map((number) => `I${number} ok`),
  );
});

test('a broken promise shows twenty examples and says how many more there are', () => {
  const violations = Array.from({ length: 23 }, (_, index): Violation => {
    return { invariant: 'I7', subject: `sale ${index}`, message: 'does not add up' };
  });
  const report = verificationReport(violations);
  expect(report).toContain('I7 BROKEN  every amount adds up: 23 found');
  expect(report.match(/does not add up/g)).toHaveLength(20);
  expect(report).toContain('… and 3 more');
  expect(report).toContain('I6 ok');
});
