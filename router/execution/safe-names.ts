import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';

/**
 * The names under which the planner asks for the fields of one document. It asks for keys and
 * required fields under their own names, and would take a client's `id: sku` for the `id` that it
 * needs: so an alias that is the name of another field is not used towards subgraphs.
 */
export interface SafeNames {
  /** The response name of a field in the answers of subgraphs. */
  keyOf(field: FieldNode): string;
  /** The client's name for a part of a path. */
  clientName(part: string): string;
  /** The document with those names. */
  rename(document: DocumentNode): DocumentNode;
}

const PREFIX = 'safe_';

/** @param fieldNames of all types of the supergraph */
export function safeNamesOf(document: DocumentNode, fieldNames: ReadonlySet<string>): SafeNames {
  const prefix = unusedPrefix(document);
  const keyOf = ({ name, alias }: FieldNode) => {
    if (alias === undefined || alias.value === name.value) return name.value;
    return fieldNames.has(alias.value) ? `${prefix}${alias.value}` : alias.value;
  };
  return {
    keyOf,
    clientName: (part) => (part.startsWith(prefix) ? part.slice(prefix.length) : part),
    rename: (given) =>
      visit(given, {
        Field(field) {
          const key = keyOf(field);
          if (field.alias === undefined || key === field.alias.value) return undefined;
          return { ...field, alias: { kind: Kind.NAME, value: key } };
        },
      }),
  };
}

/** A beginning that no name of the document has. */
function unusedPrefix(document: DocumentNode): string {
  const names: string[] = [];
  visit(document, {
    Field({ name, alias }) {
      names.push(name.value, alias?.value ?? '');
    },
  });
  let prefix = PREFIX;
  while (names.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}
