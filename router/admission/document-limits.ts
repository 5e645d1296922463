import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';

/** The counts of a document before its validation; fragments count wherever they are used. */
export interface DocumentSize {
  /** Deepest field; what lies below `__schema` and `__type` does not count. */
  depth: number;
  fields: number;
  rootFields: number;
  /** `__typename` under another name is an alias like any other. */
  aliases: number;
  directives: number;
}

export type DocumentLimits = Readonly<
  DocumentSize & {
    /** Of the text: spaces and comments are no tokens. */
    characters: number;
    tokens: number;
  }
>;

/** At least twice what our own longest operations need; a test keeps it so. */
export const DOCUMENT_LIMITS: DocumentLimits = {
  characters: 65_536,
  tokens: 2_000,
  depth: 12,
  fields: 500,
  rootFields: 20,
  aliases: 30,
  directives: 30,
};

const NAMES: Readonly<Record<keyof DocumentLimits, string>> = {
  characters: 'caracteres',
  tokens: 'símbolos',
  depth: 'niveles de profundidad',
  fields: 'campos',
  rootFields: 'campos raíz',
  aliases: 'alias',
  directives: 'directivas',
};

/** Fragments that use themselves, so that no walk over them would end. */
export class FragmentCycleError extends Error {}

/**
 * Measures the largest operation of a document. Linear in the document's length, also where
 * fragments use fragments that use fragments: each one is measured once.
 * @throws FragmentCycleError naming the fragment that comes back to itself
 */
export function measureDocument(document: DocumentNode): DocumentSize {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const measure = createMeasure(fragments);
  // Fragments that no operation uses are measured too: validation looks at them as well.
  for (const name of fragments.keys()) measure.fragment(name);
  const sizes = operations.map((operation) => {
    const inside = measure.selections(operation.selectionSet);
    const own = countDirectives(operation);
    const ofVariables = (operation.variableDefinitions ?? []).map(countDirectives);
    const directives = inside.directives + own + ofVariables.reduce((sum, count) => sum + count, 0);
    return { ...inside, directives };
  });
  return sizes.reduce(largest, NOTHING);
}

const NOTHING: DocumentSize = { depth: 0, fields: 0, rootFields: 0, aliases: 0, directives: 0 };
/** Counts, so that nothing can be spread for free. */
const MISSING: DocumentSize = { ...NOTHING, fields: 1 };

function createMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const sizeByFragment = new Map<string, DocumentSize>();
  const open = new Set<string>();

  const fragment = (name: string): DocumentSize => {
    const known = sizeByFragment.get(name);
    if (known) return known;
    const definition = fragments.get(name);
    if (!definition) return MISSING; // Validation says so.
    if (open.has(name)) throw new FragmentCycleError(name);
    open.add(name);
    const inside = selections(definition.selectionSet);
    const size = { ...inside, directives: inside.directives + countDirectives(definition) };
    open.delete(name);
    sizeByFragment.set(name, size);
    return size;
  };

  const selection = (node: SelectionNode): DocumentSize => {
    const directives = countDirectives(node);
    if (node.kind !== Kind.FIELD) {
      const inside =
        node.kind === Kind.FRAGMENT_SPREAD
          ? fragment(node.name.value)
          : selections(node.selectionSet);
      return { ...inside, directives: inside.directives + directives };
    }
    const inside = node.selectionSet ? selections(node.selectionSet) : NOTHING;
    const isIntrospection = node.name.value === '__schema' || node.name.value === '__type';
    return {
      depth: isIntrospection ? 1 : inside.depth + 1,
      fields: inside.fields + 1,
      rootFields: 1,
      aliases: inside.aliases + (node.alias ? 1 : 0),
      directives: inside.directives + directives,
    };
  };

  const selections = (set: SelectionSetNode): DocumentSize =>
    set.selections.map(selection).reduce(together, NOTHING);

  return { fragment, selections };
}

function countDirectives({ directives }: { directives?: readonly unknown[] | undefined }): number {
  return directives?.length ?? 0;
}

function together(a: DocumentSize, b: DocumentSize): DocumentSize {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: a.fields + b.fields,
    rootFields: a.rootFields + b.rootFields,
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
  };
}

function largest(a: DocumentSize, b: DocumentSize): DocumentSize {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: Math.max(a.fields, b.fields),
    rootFields: Math.max(a.rootFields, b.rootFields),
    aliases: Math.max(a.aliases, b.aliases),
    directives: Math.max(a.directives, b.directives),
  };
}

/** Says in Spanish which limits a document is above and by how much; [] when above none. */
export function limitsExceeded(
  size: Partial<DocumentLimits>,
  limits: DocumentLimits = DOCUMENT_LIMITS,
): string[] {
  const names = Object.keys(size) as (keyof DocumentLimits)[];
  return names
    .filter((name) => (size[name] ?? 0) > limits[name])
    .map((name) => sentence(NAMES[name], size[name] ?? 0, limits[name]));
}

/** "Tiene 14 niveles de profundidad; el máximo es 12 (sobran 2)." */
export function sentence(what: string, given: number, max: number): string {
  return `Tiene ${given} ${what}; el máximo es ${max} (sobran ${given - max}).`;
}

/**
 * Counts the tokens of a document as the parser does.
 * @throws GraphQLError where the text is no GraphQL
 */
export function countTokens(text: string): number {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  while (lexer.advance().kind !== TokenKind.EOF) count += 1;
  return count;
}
