// The table at the end of a run.
import type { CaseResult } from './run-cases.ts';

/** A line per case, and at the end what went wrong in full. */
export function faultReport(results: readonly CaseResult[], seed: number): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const rows = results.map(({ name, settledMs, error, remark }) => {
    const outcome = error === null ? 'ok' : 'FAILED';
    const settled = settledMs === null ? '' : `${(settledMs / 1_000).toFixed(1)} s`;
    const cells = [name.padEnd(width), outcome.padEnd(6), settled.padStart(7), remark];
    return cells.join('  ').trimEnd();
  });
  const header = `${'case'.padEnd(width)}  result  settled`;
  const failed = results.filter(({ error }) => error !== null);
  const worstMs = Math.max(...results.map(({ settledMs }) => settledMs ?? 0));
  const summary =
    failed.length === 0
      ? `${results.length} cases, all settled and sound; the slowest took ${worstMs / 1_000} s.`
      : `${failed.length} of ${results.length} cases FAILED; run them again with --seed ${seed}.`;
  const details = failed.map(({ name, error }) => `\n${name}\n${error}`);
  return [header, ...rows, '', summary, ...details].join('\n');
}
