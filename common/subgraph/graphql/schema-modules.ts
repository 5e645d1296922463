import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concatAST, type DocumentNode, parse, Source } from 'graphql';

/** The file in `schema/` of the types that every subgraph has. */
export const SHARED_SCHEMA_FILE = 'shared.graphql';

/** One file of a contract. */
export interface SchemaModule {
  path: string;
  text: string;
}

/**
 * The files that make up the contract of a subgraph, the shared types first.
 * @param directory the folder of the schemas; one without shared types holds whole contracts
 */
export function schemaPathsOf(directory: string, subgraph: string): string[] {
  const paths = [SHARED_SCHEMA_FILE, `${subgraph}.graphql`].map((name) => join(directory, name));
  return paths.filter((path, index) => index > 0 || existsSync(path));
}

/** Reads the contract of a subgraph. @param directory as of {@link schemaPathsOf} */
export function readSchemaModules(directory: string, subgraph: string): SchemaModule[] {
  return schemaPathsOf(directory, subgraph).map((path) => {
    return { path, text: readFileSync(path, 'utf8') };
  });
}

/**
 * The contract as one document; each definition knows its file.
 * @throws GraphQLError naming the file that is no GraphQL
 */
export function parseSchemaModules(modules: readonly SchemaModule[]): DocumentNode {
  return concatAST(modules.map(({ path, text }) => parse(new Source(text, path))));
}
