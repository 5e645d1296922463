import {
  type DocumentNode,
  type FieldNode,
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
  return visit(document, {
    Field: {
      leave(field) {
        const { selectionSet } = field;
        if (!selectionSet || !needsType(selectionSet)) return undefined;
        const selections = [TYPENAME, ...selectionSet.selections];
        return { ...field, selectionSet: { ...selectionSet, selections } };
      },
    },
  });
}

function needsType({ selections }: SelectionSetNode): boolean {
  return selections.some(asksByType) || selections.every(hasCondition);
}

/** By a fragment, or for the type under a name of the client's. */
function asksByType(selection: SelectionNode): boolean {
  if (selection.kind !== Kind.FIELD) return true;
  return selection.name.value === '__typename' && selection.alias !== undefined;
}

function hasCondition({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name }) => CONDITIONS.has(name.value));
}
