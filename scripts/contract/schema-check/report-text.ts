import { styleText } from 'node:util';
import {
  type CheckFinding,
  type CheckResult,
  type Level,
  type PlanComparison,
  type PlanFigures,
  passes,
  type Report,
} from './finding.ts';

type Colour = Parameters<typeof styleText>[0];

const COLOURS: Readonly<Record<Level, Colour>> = {
  error: 'red',
  warning: 'yellow',
  info: 'dim',
};
const ORDER: readonly Level[] = ['error', 'warning', 'info'];
/** The report lists so many safe changes; it counts the rest. */
const MAX_INFOS = 20;

/** The report for a terminal. @param coloured false leaves plain text */
export function terminalReport(report: Report, coloured: boolean): string {
  const paint = (colour: Colour, text: string) =>
    coloured ? styleText(colour, text, { validateStream: false }) : text;
  const lines = report.checks.flatMap((check) => [
    `${verdictOf(check).padEnd(7)} ${paint('bold', check.name)}${summaryOf(check)}`,
    ...shownFindings(check).map(
      ({ level, code, message }) =>
        `        ${paint(COLOURS[level], level)} ${code}  ${message.replaceAll('\n', ' ')}`,
    ),
    ...leftOut(check).map((sentence) => `        ${paint('dim', sentence)}`),
  ]);
  const parts = [baseSentence(report), '', ...lines, '', ...planLines(report), conclusion(report)];
  return `${parts.join('\n')}\n`;
}

/** The report as the summary of a pull request. */
export function markdownReport(report: Report): string {
  const icons: Readonly<Record<string, string>> = {
    ok: '✅',
    FAILED: '❌',
    look: '⚠️',
    skipped: '➖',
  };
  const rows = report.checks.map(
    (check) => `| ${icons[verdictOf(check)]} | ${check.name} | ${countsOf(check) || '–'} |`,
  );
  const details = report.checks
    .filter(({ findings }) => findings.length > 0)
    .flatMap((check) => [
      `### ${check.name}`,
      '',
      ...shownFindings(check).map(
        ({ level, code, message }) => `- **${level}** \`${code}\` ${escapeMarkdown(message)}`,
      ),
      ...leftOut(check).map((sentence) => `- ${sentence}`),
      '',
    ]);
  return [
    `## Schema check: ${passes(report) ? 'passed' : 'failed'}`,
    '',
    baseSentence(report),
    '',
    '|  | check | findings |',
    '| --- | --- | --- |',
    ...rows,
    '',
    ...details,
    ...planTable(report.plans),
  ].join('\n');
}

function baseSentence({ base }: Report): string {
  return base === null ? 'Compared with nothing.' : `Compared with ${base}.`;
}

function verdictOf({ notRun, findings }: CheckResult): 'ok' | 'FAILED' | 'look' | 'skipped' {
  if (findings.some(({ level }) => level === 'error')) return 'FAILED';
  if (notRun !== null) return 'skipped';
  return findings.some(({ level }) => level === 'warning') ? 'look' : 'ok';
}

function summaryOf(check: CheckResult): string {
  const counts = countsOf(check);
  return counts === '' ? '' : `: ${counts}`;
}

function countsOf({ notRun, findings }: CheckResult): string {
  if (notRun !== null) return notRun;
  return ORDER.map((level) => ({ level, count: findings.filter((f) => f.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}${count === 1 || level === 'info' ? '' : 's'}`)
    .join(', ');
}

function shownFindings({ findings }: CheckResult): CheckFinding[] {
  return ORDER.flatMap((level) => {
    const some = findings.filter((finding) => finding.level === level);
    return level === 'info' ? some.slice(0, MAX_INFOS) : some;
  });
}

function leftOut({ findings }: CheckResult): string[] {
  const count = findings.filter(({ level }) => level === 'info').length - MAX_INFOS;
  return count > 0 ? [`and ${count} more that are only information`] : [];
}

function planLines({ plans }: Report): string[] {
  if (plans.length === 0) return [];
  const width = Math.max(...plans.map(({ operation }) => operation.length));
  const header = `${'operation'.padEnd(width)}  fetches  depth  cost`;
  const rows = plans.map((plan) => {
    const cells = [
      cell(plan, 'fetches').padEnd(7),
      cell(plan, 'depth').padEnd(5),
      cell(plan, 'cost'),
    ];
    return `${plan.operation.padEnd(width)}  ${cells.join('  ')}`;
  });
  return [header, ...rows, ''];
}

function planTable(plans: readonly PlanComparison[]): string[] {
  if (plans.length === 0) return [];
  const rows = plans.map((plan) => {
    const cells = (['fetches', 'depth', 'cost'] as const).map((figure) => cell(plan, figure));
    return `| \`${plan.operation}\` | ${cells.join(' | ')} |`;
  });
  return [
    '### Query plans',
    '',
    '| operation | fetches | depth | cost |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

/** `2`, or `1 → 2` where it changed. */
function cell({ before, now }: PlanComparison, figure: keyof PlanFigures): string {
  if (before === null || before[figure] === now[figure]) return String(now[figure]);
  return `${before[figure]} → ${now[figure]}`;
}

function conclusion(report: Report): string {
  const errors = report.checks.flatMap(({ findings }) =>
    findings.filter(({ level }) => level === 'error'),
  );
  if (errors.length === 0) return 'The schema check passed.';
  return `The schema check failed: ${errors.length} error${errors.length === 1 ? '' : 's'}.`;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\<>|*_`[\]]/g, '\\$&').replaceAll('\n', ' ');
}
