import { join } from 'node:path';
import type { Finding } from '../compose/compose-files.ts';
import { describeFinding } from '../compose/composed-files.ts';
import { apiChanges, internalChanges } from './api-changes.ts';
import { deployOrder } from './deploy-order.ts';
import { applyExceptions, readExceptions } from './exceptions.ts';
import { federationChanges } from './federation-changes.ts';
import type { CheckFinding, CheckResult, Report } from './finding.ts';
import { type ComposedGraph, type GraphVersion, readGraphVersion } from './graph-version.ts';
import { namingFindings } from './naming-rules.ts';
import { operationValidity } from './operation-validity.ts';
import { comparePlans, planAll, planFindings, readBudget } from './plan-changes.ts';

/** Beside the schemas, so that a change and its exception are reviewed together. */
const EXCEPTIONS_FILE = 'check-exceptions.json';
const BUDGET_FILE = 'plan-budget.json';

export interface CheckOptions {
  /** The top of the tree that is checked. */
  root: string;
  /** The tree to compare with; null leaves out what compares. */
  base: { name: string; directory: string } | null;
  /** Decides which exceptions have ended, such as `2026-03-01`. */
  today: string;
}

/**
 * Runs every check over `schema/` and the clients' operations of a tree.
 * @throws OperatorError when the exceptions or the budget cannot be read
 */
export async function checkSchemas({ root, base, today }: CheckOptions): Promise<Report> {
  const exceptions = readExceptions(join(root, 'schema', EXCEPTIONS_FILE));
  const budget = readBudget(join(root, 'schema', BUDGET_FILE));
  const head = readGraphVersion(root);
  const before = base && readGraphVersion(base.directory);
  const ofGraph = async (name: string, check: (graph: ComposedGraph) => CheckFinding[]) =>
    head.composed ? ran(name, check(head.composed)) : skipped(name, 'The graph does not compose.');

  const plansBefore = before?.composed ? planAll(before, before.composed) : [];
  const plans = head.composed ? planAll(head, head.composed) : [];
  const checks = [
    ran('composition', head.composition.problems.map(compositionFinding)),
    ran('hints', head.composition.hints.map(compositionFinding)),
    ran('names and descriptions', namingFindings(head.subgraphs)),
    await ofGraph('operations', (graph) => [...head.unreadable, ...operationValidity(head, graph)]),
    ...(await comparisons(before, head)),
    await ofGraph('plans', () => planFindings(plansBefore, plans, budget)),
  ];
  return {
    base: base?.name ?? null,
    checks: applyExceptions(checks, exceptions, today),
    plans: comparePlans(plansBefore, plans),
  };
}

/** The checks that need the graph as it was. */
async function comparisons(before: GraphVersion | null, head: GraphVersion) {
  const names = ['clients’ schema', 'federation', 'services’ schema', 'deploy order'] as const;
  const [base, now] = [before?.composed, head.composed];
  if (!before || !base || !now) {
    const why = now ? 'There is no composed graph to compare with.' : 'The graph does not compose.';
    return names.map((name) => skipped(name, why));
  }
  return [
    ran(names[0], await apiChanges(base, now)),
    ran(names[1], federationChanges(before, head)),
    ran(names[2], await internalChanges(before, head, [base.api, now.api])),
    ran(names[3], deployOrder({ version: before, graph: base }, { version: head, graph: now })),
  ];
}

function ran(name: string, findings: readonly CheckFinding[]): CheckResult {
  return { name, notRun: null, findings };
}

function skipped(name: string, notRun: string): CheckResult {
  return { name, notRun, findings: [] };
}

/** A hint counts as an error: one that may stay needs an exception with an end. */
function compositionFinding(finding: Finding): CheckFinding {
  const subject = finding.file ?? 'schema';
  return { level: 'error', code: finding.code, subject, message: describeFinding(finding) };
}
