import {
  type DocumentNode,
  defaultTypeResolver,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
} from 'graphql';
import { compileQuery as compile, isCompiledQuery } from 'graphql-jit';
import type { RunPrepared } from './operation-runner.ts';

/**
 * Compiles a valid query to a function, which costs a fifth of walking through its document again.
 * @param schema made ready by `makeCompilable`
 */
export function compileQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): RunPrepared {
  const compiled = compile(schema, document, operationName);
  if (!isCompiledQuery(compiled)) {
    throw new Error('A valid query does not compile', { cause: compiled.errors?.[0] });
  }
  return async (context, variables) => compiled.query(undefined, context, variables);
}

/**
 * Keeps from compiled queries the two things that they do not bear: an exception while the type of
 * an object is looked for would leave the query without any answer, and a promise in a list that
 * rejects would come back at another place of the list. Both become an error where they belong.
 */
export function makeCompilable(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      const resolveType = type.resolveType ?? defaultTypeResolver;
      type.resolveType = (value, context, info) => {
        try {
          return resolveType(value, context, info, type);
        } catch {
          return undefined; // An object of no known type: told as an error at its place.
        }
      };
    }
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve && isList(field.type)) field.resolve = withItemErrors(field.resolve);
    }
  }
  return schema;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

type Resolve = GraphQLFieldResolver<unknown, unknown>;

function withItemErrors(resolve: Resolve): Resolve {
  return (source, args, context, info) => {
    const list = resolve(source, args, context, info);
    return isPromise(list) ? list.then(itemsOrErrors) : itemsOrErrors(list);
  };
}

/** A rejection becomes a value: an error in a list stands for its item. */
function itemsOrErrors(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((item: unknown) => (isPromise(item) ? item.catch(asError) : itemsOrErrors(item)));
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
