import { z } from 'zod';
import { prepareCost } from '../../../router/admission/operation-cost.ts';
import { readJson } from './exceptions.ts';
import type { CheckFinding, PlanComparison, PlanFigures } from './finding.ts';
import type { ClientOperation, ComposedGraph, GraphVersion } from './graph-version.ts';
import { validOperations } from './operation-validity.ts';
import { describeFetch, type OperationPlan, planOperation } from './query-plan.ts';

/** The weight of one request to a subgraph, in points of the router's cost. */
const FETCH_COST = 10;

const figuresShape = z.strictObject({
  fetches: z.int().positive(),
  depth: z.int().positive(),
  cost: z.number().positive(),
});

const budgetShape = z.strictObject({
  /** For every operation that has no figure of its own. */
  default: figuresShape,
  /** By name of the operation. */
  operations: z.record(z.string(), figuresShape.partial()),
});

/** The most that the plan of an operation may cost. */
export type PlanBudget = z.infer<typeof budgetShape>;

const NO_BUDGET: PlanBudget = {
  default: { fetches: Infinity, depth: Infinity, cost: Infinity },
  operations: {},
};
const FIGURES = ['fetches', 'depth', 'cost'] as const;

/** Reads the budget file. @throws OperatorError when it does not have the right form */
export function readBudget(path: string): PlanBudget {
  return readJson(path, budgetShape, NO_BUDGET);
}

export interface PlannedOperation {
  operation: ClientOperation;
  plan: OperationPlan;
  figures: PlanFigures;
}

/** Plans every operation that the graph answers; variables cost what their defaults do. */
export function planAll(version: GraphVersion, graph: ComposedGraph): PlannedOperation[] {
  return validOperations(version.operations, graph.api).map((operation) => {
    const plan = planOperation(graph, operation);
    const fetches = plan.fetches.length;
    const estimate = prepareCost(operation.document, operation.name, graph.costs);
    const cost = fetches * FETCH_COST + estimate({});
    return { operation, plan, figures: { fetches, depth: plan.depth, cost } };
  });
}

/** The cost of each operation for the graph, before and now. */
export function comparePlans(
  before: readonly PlannedOperation[],
  now: readonly PlannedOperation[],
): PlanComparison[] {
  return now.map(({ operation: { name }, figures }) => {
    const old = before.find(({ operation }) => operation.name === name);
    return { operation: name, before: old?.figures ?? null, now: figures };
  });
}

/** Plans that cost more than allowed are errors, plans that cost more than before warnings. */
export function planFindings(
  before: readonly PlannedOperation[],
  now: readonly PlannedOperation[],
  budget: PlanBudget,
): CheckFinding[] {
  return [
    ...now.flatMap((planned) => {
      const old = before.find(({ operation }) => operation.name === planned.operation.name);
      return [...overBudget(planned, budget), ...(old ? growth(old, planned) : [])];
    }),
    ...unknownBudgets(now, budget),
  ];
}

function overBudget({ operation, figures }: PlannedOperation, budget: PlanBudget): CheckFinding[] {
  const { name } = operation;
  const limitOf = (figure: keyof PlanFigures) =>
    budget.operations[name]?.[figure] ?? budget.default[figure];
  return FIGURES.filter((figure) => figures[figure] > limitOf(figure)).map((figure) => ({
    level: 'error',
    code: 'OVER_BUDGET',
    subject: name,
    message: `${name} has ${figure} ${figures[figure]}, its budget is ${limitOf(figure)}.`,
  }));
}

function growth(before: PlannedOperation, now: PlannedOperation): CheckFinding[] {
  const { name } = now.operation;
  const grown = FIGURES.filter((figure) => now.figures[figure] > before.figures[figure]);
  if (grown.length > 0) {
    const what = grown
      .map((figure) => `${figure} ${before.figures[figure]} → ${now.figures[figure]}`)
      .join(', ');
    const message = `${name} grows: ${what}. ${routeOf(before)} became ${routeOf(now)}.`;
    return [{ level: 'warning', code: 'PLAN_GROWS', subject: name, message }];
  }
  if (routeOf(before) === routeOf(now)) return [];
  const message = `${name} goes another way: ${routeOf(before)} became ${routeOf(now)}.`;
  return [{ level: 'info', code: 'PLAN_CHANGES', subject: name, message }];
}

function routeOf({ plan }: PlannedOperation): string {
  return plan.fetches.map(describeFetch).join(' → ') || 'nothing';
}

function unknownBudgets(now: readonly PlannedOperation[], budget: PlanBudget): CheckFinding[] {
  const known = new Set(now.map(({ operation }) => operation.name));
  return Object.keys(budget.operations)
    .filter((name) => !known.has(name))
    .map((name) => ({
      level: 'warning',
      code: 'BUDGET_UNUSED',
      subject: name,
      message: `No operation is called ${name}: delete its budget.`,
    }));
}
