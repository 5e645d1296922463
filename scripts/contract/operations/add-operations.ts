import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import { parseManifest } from '../../../router/admission/manifest.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';

/**
 * Writes the operations of a file into the folder of operations, each into a file of its own with
 * the fragments that it uses. One that is there already, the same, stays as it is.
 * @param file a document, or a manifest of any form that the router reads (`*.json`)
 * @param schema as clients see it
 * @returns the paths that were written
 * @throws OperatorError, before anything is written, for a file that cannot be read, an operation
 *   whose name is missing, of another form or taken, and one that does not fit the schema
 */
export function addOperations(file: string, folder: string, schema: GraphQLSchema): string[] {
  const documents = documentsOf(file).flatMap(documentPerOperation);
  const files = documents.map((document) => {
    const [operation] = document.definitions;
    const name = operation?.kind === Kind.OPERATION_DEFINITION ? operation.name?.value : undefined;
    if (name === undefined) throw new OperatorError(`${file} has an operation without a name.`);
    const [error] = validate(schema, document);
    if (error) throw new OperatorError(`${name} does not fit the schema: ${error.message}`);
    if (pascalCase(kebabCase(name)) !== name) {
      throw new OperatorError(`${name}: operations here have a name like "VentasConProductos".`);
    }
    const path = join(folder, `${kebabCase(name)}.graphql`);
    return { name, path, document };
  });
  const added = files.filter(({ path, document }) => !isThere(path, document));
  const taken = added.find(({ path }) => existsSync(path));
  if (taken) {
    throw new OperatorError(`${taken.path} is another operation: give ${taken.name} another name.`);
  }
  for (const { path, document } of added) {
    writeFileSync(path, `# From ${basename(file)}.\n${print(document)}\n`);
  }
  return added.map(({ path }) => path);
}

function documentsOf(file: string): DocumentNode[] {
  try {
    const text = readFileSync(file, 'utf8');
    const bodies = file.endsWith('.json') ? parseManifest(text).map(({ body }) => body) : [text];
    return bodies.map((body) => parse(body));
  } catch (error) {
    const reason = error instanceof GraphQLError ? error.toString() : String(error);
    throw new OperatorError(`${file} holds no operations: ${reason}`);
  }
}

function documentPerOperation({ definitions }: DocumentNode): DocumentNode[] {
  const fragments = new Map(
    definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]),
  );
  return definitions.filter(isOperation).map((operation) => ({
    kind: Kind.DOCUMENT,
    definitions: [operation, ...usedBy(operation, fragments)],
  }));
}

/** The fragments that a definition uses, also by way of others. */
function usedBy(
  definition: DefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  found: Set<FragmentDefinitionNode> = new Set(),
): Set<FragmentDefinitionNode> {
  visit(definition, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (!fragment || found.has(fragment)) return;
      found.add(fragment);
      usedBy(fragment, fragments, found);
    },
  });
  return found;
}

function isOperation(node: DefinitionNode): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

function isFragment(node: DefinitionNode): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}

function isThere(path: string, document: DocumentNode): boolean {
  return existsSync(path) && print(parse(readFileSync(path, 'utf8'))) === print(document);
}

/** `VentasConProductos` → `ventas-con-productos`. */
function kebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase();
}

function pascalCase(words: string): string {
  return words.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
