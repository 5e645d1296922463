import { type DocumentNode, Kind, type SelectionNode, type SelectionSetNode, visit } from 'graphql';
import type { Json } from '../../common/process/http/json.ts';
import { isAsked } from './root-fields.ts';

const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);
const ONLY_THE_TYPE: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

/**
 * A document as it is for some variables: without what its conditions leave out, and without the
 * conditions. Where nothing is left of an object its type is asked for, so that it is known whether
 * the object is there.
 * @param coercedVariables with defaults; those of conditions are true or false
 */
export function decidedDocument(document: DocumentNode, coercedVariables: Json): DocumentNode {
  const decide = <Node extends SelectionNode>(node: Node): Node | null | undefined => {
    if (!node.directives?.length) return undefined;
    if (!isAsked(node, coercedVariables)) return null;
    return {
      ...node,
      directives: node.directives.filter(({ name }) => !CONDITIONS.has(name.value)),
    };
  };
  return visit(document, {
    Field: decide,
    FragmentSpread: decide,
    InlineFragment: decide,
    SelectionSet: {
      leave: (node) => (node.selections.length > 0 ? undefined : ONLY_THE_TYPE),
    },
  });
}
