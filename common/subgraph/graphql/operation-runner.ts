import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RefusalCode } from '../../process/errors/refusals.ts';
import { isScalarRefusal } from '../../values/scalars.ts';
import { isCompilable } from './compilable-document.ts';

/** An operation that a caller runs on a schema. */
export interface OperationRequest {
  query: string;
  operationName: string | undefined;
  variables: Record<string, unknown>;
}

/** A request that cannot be run as it is; its errors have codes. */
export class RefusedOperationError extends Error {
  readonly errors: readonly GraphQLError[];

  constructor(code: RefusalCode, errors: readonly GraphQLError[]) {
    super(code);
    for (const error of errors) {
      if (!isScalarRefusal(error)) error.extensions['code'] = code;
    }
    this.errors = errors;
  }
}

/**
 * Runs one operation.
 * @throws RefusedOperationError for a document or variables that the schema does not allow
 */
export type OperationRunner = (
  request: OperationRequest,
  context: unknown,
) => Promise<ExecutionResult>;

/** Runs one operation of a document. @param variables known to fit the operation's definitions */
export type RunPrepared = (
  context: unknown,
  variables: Record<string, unknown>,
) => Promise<ExecutionResult>;

/** Makes functions of valid queries, on a schema that it has made ready for that. */
export interface QueryCompiler {
  makeCompilable(schema: GraphQLSchema): GraphQLSchema;
  compileQuery(
    schema: GraphQLSchema,
    document: DocumentNode,
    operationName: string | undefined,
  ): RunPrepared;
}

/** Operations that are remembered; the least used go first. */
const MAX_OPERATIONS = 500;
const MAX_VARIABLE_ERRORS = 50;

/**
 * Makes the runner of a schema. Each operation is parsed, validated and prepared once: a query is
 * compiled to a function when that is safe, whatever its author made up. A mutation is left to the
 * reference executor, whose order of steps is the specification's.
 * @param compiler null: the reference executor runs the queries too
 */
export function createOperationRunner(
  given: GraphQLSchema,
  compiler: QueryCompiler | null,
): OperationRunner {
  const schema = compiler?.makeCompilable(given) ?? given;
  const known = new LRUCache<string, RunPrepared>({ max: MAX_OPERATIONS });
  return async (request, context) => {
    const key = `${request.operationName ?? ''}\n${request.query}`;
    const prepared = known.get(key) ?? prepare(schema, request, compiler);
    if (!known.has(key)) known.set(key, prepared);
    return prepared(context, request.variables);
  };
}

function prepare(
  schema: GraphQLSchema,
  { query, operationName }: OperationRequest,
  compiler: QueryCompiler | null,
): RunPrepared {
  const document = parseDocument(query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) throw new RefusedOperationError('GRAPHQL_VALIDATION_FAILED', invalid);
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const unknown = new GraphQLError(`No hay una operación "${operationName ?? ''}".`);
    throw new RefusedOperationError('BAD_USER_INPUT', [unknown]);
  }
  const run =
    compiler && operation.operation === OperationTypeNode.QUERY && isCompilable(document)
      ? compiler.compileQuery(schema, document, operationName)
      : interpret(schema, document, operationName);

  return async (context, variables) => {
    const checked = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
      maxErrors: MAX_VARIABLE_ERRORS,
    });
    if (checked.errors) throw new RefusedOperationError('BAD_USER_INPUT', checked.errors);
    return run(context, variables);
  };
}

function parseDocument(query: string): DocumentNode {
  try {
    return parse(query);
  } catch (cause) {
    if (cause instanceof GraphQLError) {
      throw new RefusedOperationError('GRAPHQL_PARSE_FAILED', [cause]);
    }
    throw cause;
  }
}

function interpret(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): RunPrepared {
  return async (contextValue, variableValues) =>
    execute({ schema, document, operationName, contextValue, variableValues });
}
