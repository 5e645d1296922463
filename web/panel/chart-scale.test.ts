import { expect, test } from '@jest/globals';
import { scaleFor } from './chart-scale.ts';

test.each([
  [1_132_450, ['0', '4 mil', '8 mil', '12 mil']],
  [0, ['0', '1']],
  [300, ['0', '1', '2', '3']],
  [45_000, ['0', '200', '400', '600']],
  [100_000_000, ['0', '400 mil', '800 mil', '1.2 M']],
])('%i céntimos stand under a round line', (most, labels) => {
  const lines = scaleFor(most);
  expect(lines.map(({ label }) => label)).toEqual(labels);
  expect(lines.at(-1)?.value).toBeGreaterThanOrEqual(most);
});
