import {
  type DocumentNode,
  type FieldNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  valueFromASTUntyped,
} from 'graphql';

type Variables = Record<string, unknown>;

/** The response names of the root fields that an operation really asks for. */
export function rootFieldNames(document: DocumentNode, variables: Variables): string[] {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  const values = { ...defaultsOf(operation), ...variables };
  return fieldsOf(operation.selectionSet.selections, values).map(
    ({ alias, name }) => alias?.value ?? name.value,
  );
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

/** Named fragments do not occur: the query planner sends none at the root. */
function fieldsOf(selections: readonly SelectionNode[], variables: Variables): FieldNode[] {
  return selections
    .filter((selection) => isAsked(selection, variables))
    .flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        return fieldsOf(selection.selectionSet.selections, variables);
      }
      return [];
    });
}

/** Whether `@skip` and `@include` leave a selection in. */
export function isAsked(selection: SelectionNode, variables: Variables): boolean {
  const skipped = getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true;
  const included = getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'];
  return !skipped && included !== false;
}
