import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);
const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Asks for the type of each object of which an operation asks for nothing but by conditions, or for
 * something by its type. The planner leaves out a whole fetch when no condition is met, and nobody
 * would know whether the object is there, without fields, or null. It leaves out the type where a
 * subgraph knows no other, and nobody would know which fragments are meant.
 */
export function withAskedTypes(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions
      .filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  return visit(document, {
    Field: {
      leave(field) {
        const { selectionSet } = field;
        if (!selectionSet) return undefined;
        if (!isConditional(selectionSet, fragments) && !asksByType(selectionSet)) return undefined;
        const selections = [TYPENAME, ...selectionSet.selections];
        return { ...field, selectionSet: { ...selectionSet, selections } };
      },
    },
  });
}

/** By a fragment, or for the type under a name of the client's. */
function asksByType({ selections }: SelectionSetNode): boolean {
  return selections.some((selection) => {
    if (selection.kind !== Kind.FIELD) return true;
    return selection.name.value === '__typename' && selection.alias !== undefined;
  });
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Whether it may be that nothing of a selection set is asked for. */
function isConditional({ selections }: SelectionSetNode, fragments: Fragments): boolean {
  return selections.every((selection) => hasCondition(selection) || isEmpty(selection, fragments));
}

function hasCondition({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name }) => CONDITIONS.has(name.value));
}

/** Whether it is a fragment that may ask for nothing; one of another type asks for nothing too. */
function isEmpty(selection: SelectionNode, fragments: Fragments): boolean {
  if (selection.kind === Kind.FIELD) return false;
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    return (
      selection.typeCondition !== undefined || isConditional(selection.selectionSet, fragments)
    );
  }
  return true;
}
