import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import type { CheckFinding, CheckResult } from './finding.ts';

/** Findings that are accepted for a while, each with its reason and its last day. */
const exceptionsShape = z.array(
  z.strictObject({
    /** The finding's code. */
    code: z.string().min(1),
    /** The finding's subject, or a part of its message. */
    subject: z.string().min(1),
    reason: z.string().min(10),
    /** Last day on which it counts. */
    until: z.iso.date(),
  }),
);

export type Exception = z.infer<typeof exceptionsShape>[number];

/** Nobody may silence these: a graph that does not compose cannot run. */
const NEVER_EXCEPTED = new Set(['composition', 'exceptions']);

/**
 * Reads the list of exceptions; a missing file is an empty list.
 * @throws OperatorError when it does not have the right form
 */
export function readExceptions(path: string): Exception[] {
  return readJson(path, exceptionsShape, []);
}

/** Reads a JSON file of a known form. @throws OperatorError saying what is wrong in it */
export function readJson<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
  whenMissing: z.output<Shape>,
): z.output<Shape> {
  if (!existsSync(path)) return whenMissing;
  const parsed = shape.safeParse(parse(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OperatorError(`${path}: ${issue?.path.join('.')} ${issue?.message}.`);
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new OperatorError(`${path}: ${error.message}.`);
    throw error;
  }
}

/**
 * Turns the findings that an exception names into information, and adds a check of the exceptions
 * themselves: one that has expired is an error, one that nothing needs a warning.
 * @param today a date such as `2026-03-01`
 */
export function applyExceptions(
  checks: readonly CheckResult[],
  exceptions: readonly Exception[],
  today: string,
): CheckResult[] {
  const used = new Set<Exception>();
  const applied = checks.map((check) => ({
    ...check,
    findings: check.findings.map((finding) => {
      if (finding.level === 'info' || NEVER_EXCEPTED.has(check.name)) return finding;
      const exception = exceptions.find((candidate) => names(candidate, finding));
      if (!exception) return finding;
      used.add(exception);
      return exception.until < today ? finding : allowed(finding, exception);
    }),
  }));
  // Without all checks nobody can tell which exceptions are needed.
  const isComplete = checks.every(({ notRun }) => notRun === null);
  const findings = exceptions.flatMap((exception) =>
    findingsAbout(exception, { today, isUsed: used.has(exception) || !isComplete }),
  );
  return [...applied, { name: 'exceptions', notRun: null, findings }];
}

function names({ code, subject }: Exception, finding: CheckFinding): boolean {
  if (finding.code !== code) return false;
  return finding.subject === subject || finding.message.includes(subject);
}

function allowed(finding: CheckFinding, { until, reason }: Exception): CheckFinding {
  const message = `${finding.message} Allowed until ${until}: ${reason}`;
  return { ...finding, level: 'info', message };
}

function findingsAbout(
  { code, subject, until }: Exception,
  { today, isUsed }: { today: string; isUsed: boolean },
): CheckFinding[] {
  const what = `${code} ${subject}`;
  if (until < today) {
    const message = `The exception ended on ${until}: do what it waited for, then delete it.`;
    return [{ level: 'error', code: 'EXCEPTION_EXPIRED', subject: what, message }];
  }
  if (isUsed) return [];
  const message = 'Nothing needs this exception any more: delete it.';
  return [{ level: 'warning', code: 'EXCEPTION_UNUSED', subject: what, message }];
}
