import type { ApolloGateway } from '@apollo/gateway';
import {
  type ExecutionResult,
  execute,
  GraphQLError,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Json } from '../../common/process/http/json.ts';
import { type CallContext, contextBelow } from '../subgraph-calls/subgraph-call.ts';
import type { SubgraphFetcher } from '../subgraph-calls/subgraph-fetcher.ts';
import type { GraphVersions, OperationText } from './graph-versions.ts';
import type { OperationVariant, PreparedOperation } from './prepared-operation.ts';
import { runPlan } from './run-plan.ts';
import type { SafeNames } from './safe-names.ts';
import { shapeAnswer } from './shape-answer.ts';
import { withoutValue } from './variable-errors.ts';

/** Most wrong values that are told of: each costs time, and a body has room for 300,000. */
const MAX_VARIABLE_ERRORS = 50;
/** An error tells so many characters of a name that nobody knows. */
const MAX_SHOWN_CHARACTERS = 100;

export type GatewayExecutor = ApolloGateway['executor'];

/**
 * Runs the gateway's plans with far less work per value than its own executor. Clients see the same
 * answers.
 */
export interface PlanExecutor {
  /** For ApolloServer. @param general gets what is out of the ordinary */
  forServer(general: GatewayExecutor): GatewayExecutor;
  /**
   * Runs an operation that ApolloServer has parsed and validated before, on the same version of
   * the supergraph.
   * @returns null when it has not, or when the variables do not fit: nothing was sent then
   */
  runKnown(text: OperationText, given: Given): KnownRun | null;
}

/** The parts of one request. */
export interface Given {
  /** As the client gave them. */
  variables: Json;
  context: CallContext;
}

export interface KnownRun {
  /** Null for an anonymous one. */
  operationName: string | null;
  result: Promise<PlanAnswer>;
}

export interface PlanAnswer extends ExecutionResult<Json, Json> {
  data: Json | null;
}

export function createPlanExecutor(versions: GraphVersions, fetch: SubgraphFetcher): PlanExecutor {
  return {
    forServer: (general) => async (request) => {
      const { source, operation, request: asked } = request;
      const { operationName, variables = {} } = asked;
      if (!operation) return { errors: [noSuchOperation(operationName)] };
      const { variableDefinitions = [] } = operation;
      const coerced = coerce({ schema: request.schema, variableDefinitions }, variables);
      if (Array.isArray(coerced)) return { errors: coerced };
      if (isIntrospection(operation)) return introspect(request, variables);
      const prepared = versions.prepare({ ...request, query: source, operationName });
      const undecided = prepared && undecidedCondition(prepared, coerced);
      if (undecided) return { errors: [undecided] };
      const context = request.context as CallContext;
      const result = prepared && runPrepared(prepared, { variables, coerced, context, fetch });
      return result ?? general(request);
    },
    runKnown(text, given) {
      const prepared = versions.known(text);
      const coerced = prepared && coerce(prepared, given.variables);
      if (!prepared || !coerced || Array.isArray(coerced)) return null;
      if (undecidedCondition(prepared, coerced)) return null;
      const result = runPrepared(prepared, { ...given, coerced, fetch });
      return result && { operationName: prepared.name, result };
    },
  };
}

const META_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type']);

/**
 * Whether an operation asks the schema about itself and nothing of the subgraphs. The gateway knows
 * an older introspection.
 */
function isIntrospection({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && META_FIELDS.has(selection.name.value),
  );
}

async function introspect(
  { schema, document, request }: Parameters<GatewayExecutor>[0],
  variableValues: Json,
): Promise<ExecutionResult> {
  const operationName = request.operationName ?? null;
  return execute({ schema, document, operationName, variableValues });
}

type Definitions = Pick<PreparedOperation, 'schema' | 'variableDefinitions'>;

/** @returns the variables with defaults, or why they do not fit */
function coerce({ schema, variableDefinitions }: Definitions, variables: Json) {
  const { errors, coerced } = getVariableValues(schema, variableDefinitions, variables, {
    maxErrors: MAX_VARIABLE_ERRORS,
    // A schema that is not shown must not be told by way of "Did you mean …?".
    hideSuggestions: true,
  });
  return errors ? errors.map(withoutValue) : coerced;
}

/** A variable with a default may be null by its type, yet null does not say what to ask for. */
function undecidedCondition({ conditions }: PreparedOperation, coerced: Json): GraphQLError | null {
  const name = conditions.find((condition) => coerced[condition] === null);
  return name === undefined ? null : badInput(`La variable "$${name}" no puede ser null.`);
}

function noSuchOperation(name: string | undefined): GraphQLError {
  const shown = name?.slice(0, MAX_SHOWN_CHARACTERS);
  return badInput(
    shown
      ? `No hay una operación "${shown}".`
      : 'Hay varias operaciones: indique una en operationName.',
  );
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

interface PreparedRun extends Given {
  coerced: Json;
  fetch: SubgraphFetcher;
}

/** @returns null for what is left to the gateway's own executor; nothing was sent then */
function runPrepared(prepared: PreparedOperation, run: PreparedRun): Promise<PlanAnswer> | null {
  const variant = prepared.variantFor(run.coerced);
  return variant && runVariant(prepared, variant, run);
}

async function runVariant(
  { supergraph, names }: PreparedOperation,
  { plan, shape }: OperationVariant,
  { variables, coerced, context, fetch }: PreparedRun,
): Promise<PlanAnswer> {
  const {
    data: given,
    errors,
    lacks,
  } = await runPlan(plan, {
    supergraph,
    variables,
    coercedVariables: coerced,
    send: (node, used, below) => fetch(node, used, contextBelow(below, context)),
  });
  const shaped = shapeAnswer(given, shape, lacks);
  const all = [...errors, ...shaped.errors];
  if (all.length === 0) return { data: shaped.data };
  return { data: shaped.data, errors: all.map((error) => withClientNames(error, names)) };
}

/** Subgraphs may know fields by other names than the client. */
function withClientNames(error: GraphQLError, { clientName }: SafeNames): GraphQLError {
  const { message, path, extensions, originalError } = error;
  const isSame = path?.every((part) => typeof part === 'number' || clientName(part) === part);
  if (path === undefined || isSame) return error;
  return new GraphQLError(message, {
    path: path.map((part) => (typeof part === 'number' ? part : clientName(part))),
    extensions,
    ...(originalError && { originalError }),
  });
}
