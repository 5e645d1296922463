/** An error fails the check, a warning is to be looked at, information only says what changed. */
export type Level = 'error' | 'warning' | 'info';

/** One thing that a check has to say. */
export interface CheckFinding {
  level: Level;
  /** Stable name of the rule: what an exception names. */
  code: string;
  /** A schema coordinate, an operation or a subgraph: what it is about. */
  subject: string;
  /** One sentence, with what to do where that is not plain. */
  message: string;
}

/** The cost of the plan of one operation, before and now; null where there is no such side. */
export interface PlanComparison {
  operation: string;
  before: PlanFigures | null;
  now: PlanFigures;
}

export interface PlanFigures {
  /** Requests to subgraphs. */
  fetches: number;
  /** Requests that wait for one another. */
  depth: number;
  /** Estimated work, see operation-cost.ts. */
  cost: number;
}

/** The findings of one check. */
export interface CheckResult {
  name: string;
  /** Null: it ran. Else one sentence why it could not. */
  notRun: string | null;
  findings: readonly CheckFinding[];
}

/** Everything that was found about a change of the schema. */
export interface Report {
  /** The revision that was compared with, or null when there was nothing to compare with. */
  base: string | null;
  checks: readonly CheckResult[];
  plans: readonly PlanComparison[];
}

/** A report passes when no check found an error. */
export function passes({ checks }: Report): boolean {
  return checks.every(({ findings }) => findings.every(({ level }) => level !== 'error'));
}
