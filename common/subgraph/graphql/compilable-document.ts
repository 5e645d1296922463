import { BREAK, type DocumentNode, Kind, visit } from 'graphql';

/**
 * All that a compiled document may consist of. The reference executor runs everything else:
 * `graphql-jit` writes texts into code in a way that a made-up text can run as code, and it mixes
 * up the conditions of a fragment that is used under several.
 */
const COMPILED_KINDS: ReadonlySet<Kind> = new Set([
  Kind.DOCUMENT,
  Kind.OPERATION_DEFINITION,
  Kind.VARIABLE_DEFINITION,
  Kind.VARIABLE,
  Kind.NAMED_TYPE,
  Kind.LIST_TYPE,
  Kind.NON_NULL_TYPE,
  Kind.SELECTION_SET,
  Kind.FIELD,
  Kind.ARGUMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_DEFINITION,
  Kind.NAME,
  Kind.INT,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.NULL,
]);

/** Paths are joined by `_` there, so a made-up `a_b` could be taken for `b` below `a`. */
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/** Whether a valid document may be compiled: it has nothing that compiled queries do not bear. */
export function isCompilable(document: DocumentNode): boolean {
  let isPlain = true;
  const leave = () => {
    isPlain = false;
    return BREAK;
  };
  visit(document, {
    enter(node) {
      if (!COMPILED_KINDS.has(node.kind)) return leave();
      if (node.kind === Kind.VARIABLE && !isPlainName(node.name.value)) return leave();
      const isOddAlias = node.kind === Kind.FIELD && node.alias && !isPlainName(node.alias.value);
      return isOddAlias ? leave() : undefined;
    },
  });
  return isPlain;
}

/** Names that every object of the language has are taken for values that were given. */
function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name) && !(name in {});
}
