import { type DocumentNode, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { withAskedTypes } from './asked-types.ts';
import { type SafeNames, safeNamesOf } from './safe-names.ts';

/** A document as the planner plans it right. */
export interface PlannableDocument {
  plannable: DocumentNode;
  names: SafeNames;
  /** Some of its fields have other response names than the client gave them. */
  isRenamed: boolean;
}

/** @param fieldNames of all types of the supergraph */
export function plannableDocument(
  document: DocumentNode,
  fieldNames: ReadonlySet<string>,
): PlannableDocument {
  const names = safeNamesOf(document, fieldNames);
  const renamed = names.rename(document);
  return { plannable: withAskedTypes(renamed), names, isRenamed: renamed !== document };
}

/** The names of all fields of a schema. */
export function fieldNamesOf(schema: GraphQLSchema): Set<string> {
  const types = Object.values(schema.getTypeMap());
  return new Set(
    types.flatMap((type) =>
      isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
    ),
  );
}
