import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  validate,
} from 'graphql';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { type ManifestEntry, readEntries } from '../operations/manifest.ts';
import { API } from './document-files.ts';
import { constantOf, renderTypes } from './render-documents.ts';
import { hashInputs, isStamped, writeStamp } from './stamp.ts';
import { readContract } from './typed-documents.ts';

const FOLDER = join('web', 'operations');
const OUTPUT = join('web', 'generated');
const TYPES_FILE = 'operations.ts';
const IDS_FOLDER = 'operation-ids';

/**
 * Generates the operations of the web client where they are not current: their types, and their ids
 * in the manifest. The browser gets neither a text nor a parser.
 * @param root the repository's folder
 * @returns whether it was generated now
 * @throws OperatorError with everything that does not fit the API
 */
export async function generateWebOperations(root: string): Promise<boolean> {
  const directory = join(root, FOLDER);
  const output = join(root, OUTPUT);
  const stampFile = join(output, `${TYPES_FILE}.stamp`);
  const inputsHash = hashInputs([
    ...filesOf(directory),
    join(root, 'schema', `${API}.graphql`),
    import.meta.filename,
    join(import.meta.dirname, 'render-documents.ts'),
    join(import.meta.dirname, '../operations/manifest.ts'),
  ]);
  if (isStamped(stampFile, inputsHash)) return false;
  const files = await renderWebOperations(readContract(root, API), readEntries(directory));
  rmSync(join(output, IDS_FOLDER), { recursive: true, force: true });
  mkdirSync(join(output, IDS_FOLDER), { recursive: true });
  for (const [name, code] of files) writeFileSync(join(output, name), code);
  writeStamp(stampFile, inputsHash);
  return true;
}

function filesOf(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => join(directory, name));
}

/**
 * The code of the operations: the types of all, and a constant of each with its id. Each constant
 * is a file of its own, so that a screen loads the ids of its own operations only.
 * @returns the code by the name of its file
 */
export async function renderWebOperations(
  schema: GraphQLSchema,
  entries: readonly ManifestEntry[],
): Promise<ReadonlyMap<string, string>> {
  const document = joined(entries);
  const errors = validate(schema, document);
  if (errors.length > 0) {
    throw new OperatorError(errors.map((error) => error.toString()).join('\n\n'));
  }
  const types = await renderTypes(schema, FOLDER, document);
  const exported = entries.map(({ name }) => {
    return `export { ${constantOf(name)} } from './${idFileOf(name)}';`;
  });
  return new Map([
    [TYPES_FILE, [types, ...exported, ''].join('\n')],
    ...entries.map((entry) => [idFileOf(entry.name), renderConstant(entry)] as const),
  ]);
}

const idFileOf = (name: string) => `${IDS_FOLDER}/${name}.ts`;

function renderConstant({ id, name }: ManifestEntry): string {
  const value = JSON.stringify({ id });
  const [data, variables] = [`${name}Data`, `${name}Variables`];
  return `import type { Operation } from '../../gateway/operation.ts';
import type { ${data}, ${variables} } from '../${TYPES_FILE}';

export const ${constantOf(name)}: Operation<${data}, ${variables}> = ${value};
`;
}

/** One document of all of them; a fragment that several files repeat stands in it once. */
function joined(entries: readonly ManifestEntry[]): DocumentNode {
  const fragments = new Map<string, string>();
  const isNew = (definition: DefinitionNode) => {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return true;
    const { value: name } = definition.name;
    const text = print(definition);
    const known = fragments.get(name);
    if (known !== undefined && known !== text) {
      throw new OperatorError(`${FOLDER}: two different fragments have the name ${name}.`);
    }
    fragments.set(name, text);
    return known === undefined;
  };
  const definitions = entries.flatMap(({ body }) => parse(body).definitions).filter(isNew);
  return { kind: Kind.DOCUMENT, definitions };
}
