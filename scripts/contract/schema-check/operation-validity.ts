import { type DocumentNode, type GraphQLSchema, validate } from 'graphql';
import type { CheckFinding } from './finding.ts';
import type { ClientOperation, ComposedGraph, GraphVersion } from './graph-version.ts';

/** Every operation that clients are known to send still fits what they see. */
export function operationValidity(head: GraphVersion, { api }: ComposedGraph): CheckFinding[] {
  const byFile = new Map(head.operations.map((operation) => [operation.path, operation]));
  return [...byFile.values()].flatMap(({ name, path, document }) =>
    validate(api, document).map((error) => {
      const line = error.locations?.[0]?.line ?? 1;
      return {
        level: 'error' as const,
        code: 'INVALID_OPERATION',
        subject: name,
        message: `${path}:${line} ${error.message}`,
      };
    }),
  );
}

/** The operations that a graph with this schema answers. */
export function validOperations(
  operations: readonly ClientOperation[],
  api: GraphQLSchema,
): ClientOperation[] {
  const isValid = (document: DocumentNode) => validate(api, document).length === 0;
  return operations.filter(({ document }) => isValid(document));
}
