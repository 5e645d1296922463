import { INVARIANTS, type Invariant, type Violation } from './invariant-check.ts';

const MAX_EXAMPLES = 20;
const VERDICT_WIDTH = 'I11 BROKEN '.length;

/**
 * One line per promise, and below a broken one what is wrong, at most 20 examples.
 * @param left a promise that is not checked yet
 */
export function verificationReport(
  violations: readonly Violation[],
  left: Invariant | null = null,
): string {
  return Object.entries(INVARIANTS)
    .filter(([invariant]) => invariant !== left)
    .flatMap(([invariant, promise]) => {
      const broken = violations.filter((violation) => violation.invariant === invariant);
      return linesOf(invariant as Invariant, promise, broken);
    })
    .join('\n');
}

function linesOf(invariant: Invariant, promise: string, broken: readonly Violation[]): string[] {
  if (broken.length === 0) return [`${`${invariant} ok`.padEnd(VERDICT_WIDTH)}${promise}`];
  const examples = broken
    .slice(0, MAX_EXAMPLES)
    .map(({ subject, message }) => `             ${subject}: ${message}`);
  const more = broken.length - examples.length;
  return [
    `${`${invariant} BROKEN`.padEnd(VERDICT_WIDTH)}${promise}: ${broken.length} found`,
    ...examples,
    ...(more > 0 ? [`             … and ${more} more`] : []),
  ];
}
