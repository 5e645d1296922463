import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  BREAK,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Json } from '../../common/process/http/json.ts';
import { compileAnswerShape, type TypeShape } from './answer-shape.ts';
import { decidedDocument } from './decided-document.ts';
import type { SafeNames } from './safe-names.ts';

/**
 * The parts that are the same for every request with one operation, on one version of the
 * supergraph.
 */
export interface PreparedOperation {
  /** Null for an anonymous one. */
  name: string | null;
  /** As clients see it. */
  schema: GraphQLSchema;
  /** With internal types too. */
  supergraph: GraphQLSchema;
  variableDefinitions: NonNullable<OperationDefinitionNode['variableDefinitions']>;
  /** Variables that decide which fields are asked for; one of them is never null. */
  conditions: readonly string[];
  /** The names under which the plans ask for its fields. */
  names: SafeNames;
  /** So many variants are kept at most. */
  mostVariants: number;
  /** @returns null for what is left to the gateway's own executor */
  variantFor(coercedVariables: Json): OperationVariant | null;
}

/** An operation for some values of the variables that decide what is asked for. */
export interface OperationVariant {
  plan: PlanNode | undefined;
  shape: TypeShape;
}

export interface PlannedOperation {
  schema: GraphQLSchema;
  supergraph: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  names: SafeNames;
  /** The plan of the document as it is, whatever its conditions decide. */
  plan(): QueryPlan;
  /** The plan of a document without conditions. */
  planOf(decided: DocumentNode): QueryPlan;
}

/** Each variable of a condition doubles the number of variants. */
const MAX_VARIANTS = 16;
/**
 * With so many variables of conditions each variant has a plan of its own. The planner does not see
 * through a condition to what a field beside it requires, so that this field would get nothing.
 * Above it one plan serves all variants: nobody may have thousands of plans made for one document.
 */
const MAX_PLANNED_CONDITIONS = Math.log2(MAX_VARIANTS);
const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);

/** @returns null for what is left to the gateway's own executor */
export function prepareOperation(planned: PlannedOperation): PreparedOperation | null {
  const { schema, supergraph, document, operation, names } = planned;
  const conditions = conditionVariables(document);
  if (conditions === null) return null;
  const { variableDefinitions = [] } = operation;
  if (variableDefinitions.some(({ variable }) => isTaken(variable.name.value))) return null;
  const plans = plannerOf(planned, conditions);
  if (plans === null) return null;
  const mostVariants = Math.min(MAX_VARIANTS, 2 ** conditions.length);
  const variants = new LRUCache<string, { variant: OperationVariant | null }>({
    max: mostVariants,
  });
  const variantFor = (coercedVariables: Json) => {
    const key = conditions
      .map((variable) => (coercedVariables[variable] === true ? '1' : '0'))
      .join('');
    const known = variants.get(key);
    if (known) return known.variant;
    const plan = plans(coercedVariables);
    const shape = compileAnswerShape({ schema, document, operation, coercedVariables, names });
    const variant = isPlainPlan(plan) ? { plan, shape } : null;
    variants.set(key, { variant });
    return variant;
  };
  const name = operation.name?.value ?? null;
  return {
    ...{ name, schema, supergraph, variableDefinitions, conditions, names },
    ...{ mostVariants, variantFor },
  };
}

type VariantPlans = (coercedVariables: Json) => PlanNode | undefined;

/** @returns null when the one plan of all variants is left to the gateway's own executor */
function plannerOf(planned: PlannedOperation, conditions: readonly string[]): VariantPlans | null {
  const { document } = planned;
  if (conditions.length > 0 && conditions.length <= MAX_PLANNED_CONDITIONS) {
    return (coerced) => withoutSubscription(planned.planOf(decidedDocument(document, coerced)));
  }
  const plan = withoutSubscription(planned.plan());
  return isPlainPlan(plan) ? () => plan : null;
}

/** Subscriptions do not come here: this graph has none. */
function withoutSubscription({ node }: QueryPlan): PlanNode | undefined {
  if (node?.kind === 'Subscription') throw new Error('a subscription is not run here');
  return node;
}

/** The planner's own name for the variable that holds the entities, and those of every object. */
function isTaken(variable: string): boolean {
  return variable === 'representations' || variable in {};
}

/**
 * The variables by which a document says what it asks for.
 * @returns null when it asks for more than fields of the graph by ordinary names
 */
function conditionVariables(document: DocumentNode): string[] | null {
  const names = new Set<string>();
  let isOrdinary = true;
  const leave = () => {
    isOrdinary = false;
    return BREAK;
  };
  visit(document, {
    Directive({ name, arguments: [condition] = [] }) {
      if (!CONDITIONS.has(name.value)) return leave();
      if (condition?.value.kind === 'Variable') names.add(condition.value.name.value);
      return undefined;
    },
    Field({ name, alias }) {
      const isTypename = name.value === '__typename';
      const isMeta = name.value.startsWith('__') && !isTypename;
      return isMeta || (alias && isReserved(alias.value)) || name.value in {} ? leave() : undefined;
    },
  });
  return isOrdinary ? [...names] : null;
}

/** Names with a meaning of their own in answers, or in every object of the language. */
function isReserved(responseName: string): boolean {
  return responseName.startsWith('__') || responseName in {};
}

function isPlainPlan(node: PlanNode | undefined): boolean {
  switch (node?.kind) {
    case undefined:
      return true;
    case 'Sequence':
    case 'Parallel':
      return node.nodes.every(isPlainPlan);
    case 'Condition':
      return isPlainPlan(node.ifClause) && isPlainPlan(node.elseClause);
    case 'Flatten':
      return node.path.every(isFieldOrEach) && isEntityFetch(node.node) && isPlainPlan(node.node);
    case 'Fetch':
      return !hasRewrites(node);
    case 'Defer':
      return false;
  }
}

/** Not a part that holds for some types only. */
function isFieldOrEach(part: string | number): boolean {
  return typeof part === 'string' && !part.startsWith('|');
}

function isEntityFetch(node: PlanNode): boolean {
  return node.kind === 'Fetch' && node.requires !== undefined;
}

function hasRewrites({ inputRewrites, outputRewrites, contextRewrites }: FetchNode): boolean {
  return [inputRewrites, outputRewrites, contextRewrites].some((rewrites) => rewrites?.length);
}
