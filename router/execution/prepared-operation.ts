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
  plan: PlanNode | undefined;
  /** Variables that decide which fields are asked for; one of them is never null. */
  conditions: readonly string[];
  shapeFor(coercedVariables: Json): TypeShape;
}

export interface PlannedOperation {
  schema: GraphQLSchema;
  supergraph: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  plan: QueryPlan;
}

/** Each variable of a condition doubles the number of shapes that an answer may have. */
const MAX_SHAPES = 16;
const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);

/** @returns null for what is left to the gateway's own executor */
export function prepareOperation(planned: PlannedOperation): PreparedOperation | null {
  const { schema, supergraph, document, operation } = planned;
  const plan = planned.plan.node;
  if (plan?.kind === 'Subscription' || !isPlainPlan(plan)) return null;
  const conditions = conditionVariables(document);
  if (conditions === null) return null;
  const { variableDefinitions = [] } = operation;
  if (variableDefinitions.some(({ variable }) => isTaken(variable.name.value))) return null;
  const shapes = new LRUCache<string, TypeShape>({ max: MAX_SHAPES });
  const shapeFor = (coercedVariables: Json) => {
    const key = conditions
      .map((variable) => (coercedVariables[variable] === true ? '1' : '0'))
      .join('');
    const known = shapes.get(key);
    if (known) return known;
    const shape = compileAnswerShape({ schema, document, operation, coercedVariables });
    shapes.set(key, shape);
    return shape;
  };
  const name = operation.name?.value ?? null;
  return { name, schema, supergraph, variableDefinitions, plan, conditions, shapeFor };
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
