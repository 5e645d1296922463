/** An error fails the check, a warning is to be looked at, information only says what changed. */
export type Level = 'error' | 'warning' | 'info';

/** One thing that a check has to say. */
export interface CheckFinding {
  readonly level: Level;
  /** Stable name of the rule: what an exception names. */
  readonly code: string;
  /** A schema coordinate, an operation or a subgraph: what it is about. */
  readonly subject: string;
  /** One sentence, with what to do where that is not plain. */
  readonly message: string;
}

/** What the plan of one operation costs, before and now; null where there is no such side. */
export interface PlanComparison {
  readonly operation: string;
  readonly before: PlanFigures | null;
  readonly now: PlanFigures;
}

export interface PlanFigures {
  /** Requests to subgraphs. */
  readonly fetches: number;
  /** Requests that wait for one another. */
  readonly depth: number;
  /** Estimated work, see operation-cost.ts. */
  readonly cost: number;
}

/** What one check found. */
export interface CheckResult {
  readonly name: string;
  /** Null: it ran. Else one sentence why it could not. */
  readonly notRun: string | null;
  readonly findings: readonly CheckFinding[];
}

/** Everything that was found about a change of the schema. */
export interface Report {
  /** The revision that was compared with, or null when there was nothing to compare with. */
  readonly base: string | null;
  readonly checks: readonly CheckResult[];
  readonly plans: readonly PlanComparison[];
}

/** A report passes when no check found an error. */
export function passes({ checks }: Report): boolean {
  return checks.every(({ findings }) => findings.every(({ level }) => level !== 'error'));
}
