import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, type GraphQLSchema } from 'graphql';
import {
  parseSchemaModules,
  readSchemaModules,
  schemaPathsOf,
} from '../../../common/subgraph/graphql/schema-modules.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { API, type DocumentFile, findDocuments } from './document-files.ts';
import { renderDocuments } from './render-documents.ts';
import { hashInputs, isStamped, writeStamp } from './stamp.ts';

/** The code depends on these too, besides the documents and their contracts. */
const GENERATORS = [
  import.meta.filename,
  join(import.meta.dirname, 'render-documents.ts'),
  join(
    import.meta.dirname,
    '../../../node_modules/@graphql-codegen/typescript-operations/package.json',
  ),
];

/**
 * Generates the types and constants of every operation that our code sends, where they are not
 * current, and removes those of operations that are gone.
 * @param root the repository's folder
 * @returns the documents, relative to the root, whose code was generated now
 * @throws OperatorError with everything that does not fit its contract
 */
export async function generateTypedDocuments(root: string): Promise<string[]> {
  const { documents, orphans } = findDocuments(root);
  for (const path of orphans) rmSync(path);
  const schemas = new Map<string, GraphQLSchema>();
  const generated: string[] = [];
  const problems: string[] = [];
  for (const file of documents) {
    const name = relative(root, file.path);
    const contracts = contractPaths(root, file);
    const inputsHash = hashInputs([file.path, ...contracts, ...GENERATORS]);
    if (isStamped(file.stampFile, inputsHash)) continue;
    const schema = schemas.get(file.contract) ?? readContract(root, file.contract);
    schemas.set(file.contract, schema);
    try {
      await generateCode(schema, name, file);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      problems.push(error.message);
      continue;
    }
    writeStamp(file.stampFile, inputsHash);
    generated.push(name);
  }
  if (problems.length > 0) {
    throw new OperatorError(`Operations do not fit their contract:\n\n${problems.join('\n\n')}`);
  }
  return generated;
}

async function generateCode(
  schema: GraphQLSchema,
  name: string,
  { path, output }: DocumentFile,
): Promise<void> {
  const code = await renderDocuments(schema, name, readFileSync(path, 'utf8'));
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, code);
}

function contractPaths(root: string, { path, contract }: DocumentFile): string[] {
  const directory = join(root, 'schema');
  const own = join(directory, `${contract}.graphql`);
  if (!existsSync(own)) {
    throw new OperatorError(`${path} names a contract that is not there: ${own}`);
  }
  return contract === API ? [own] : schemaPathsOf(directory, contract);
}

/**
 * The schema that operations of a contract are written against. Services also ask each other for
 * `_entities`, which no contract writes down.
 */
export function readContract(root: string, contract: string): GraphQLSchema {
  const directory = join(root, 'schema');
  if (contract === API) return buildSchema(readFileSync(join(directory, 'api.graphql'), 'utf8'));
  const typeDefs = parseSchemaModules(readSchemaModules(directory, contract));
  return buildSubgraphSchema([{ typeDefs }]);
}
