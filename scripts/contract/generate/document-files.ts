import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/** A file of operations that our code sends, and the code that is generated from it. */
export interface DocumentFile {
  path: string;
  /** The contract that its operations are written against: a subgraph's name or `api`. */
  contract: string;
  /** Generated beside the file, in `generated/`. */
  output: string;
  stampFile: string;
}

/** The contract of everybody who is not a service: `schema/api.graphql`. */
export const API = 'api';

const WITH_CONTRACT = /^(.+)\.([^.]+)\.graphql$/;
const OUTPUT_FOLDER = 'generated';
/** Contracts are no operations. */
const CONTRACT_FOLDER = 'schema';
/** The operations that we publish name no contract: they are all the API's. */
const PUBLISHED_FOLDER = 'operations';
const NOT_OURS = new Set(['node_modules', OUTPUT_FOLDER, CONTRACT_FOLDER]);

/** The documents of a repository, and the code in it that has none any more. */
export interface DocumentTree {
  documents: DocumentFile[];
  /** Generated from documents that are no longer there. */
  orphans: string[];
}

/**
 * Finds `<words>.<contract>.graphql` in every folder, and all of `operations/`.
 * @param root the repository's folder
 */
export function findDocuments(root: string): DocumentTree {
  const folders = foldersUnder(root);
  const documents = folders.flatMap((folder) => documentsIn(root, folder));
  const wanted = new Set(documents.flatMap(({ output, stampFile }) => [output, stampFile]));
  const contracts = new Set(listFiles(join(root, CONTRACT_FOLDER)));
  const orphans = folders
    .flatMap((folder) => generatedIn(join(folder, OUTPUT_FOLDER), contracts))
    .filter((path) => !wanted.has(path));
  return { documents, orphans };
}

function foldersUnder(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .filter(({ name }) => !NOT_OURS.has(name))
    .map(({ name }) => join(folder, name))
    .sort();
  return [folder, ...below.flatMap(foldersUnder)];
}

function documentsIn(root: string, folder: string): DocumentFile[] {
  const isPublished = relative(root, folder) === PUBLISHED_FOLDER;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const [, words, contract] = WITH_CONTRACT.exec(name) ?? [];
      if (words !== undefined && contract !== undefined) return documentFile(path, words, contract);
      return isPublished ? documentFile(path, basename(name, '.graphql'), API) : [];
    });
}

function documentFile(path: string, words: string, contract: string): DocumentFile {
  const output = join(dirname(path), OUTPUT_FOLDER, `${words}.${contract}.ts`);
  return { path, contract, output, stampFile: `${output}.stamp` };
}

const GENERATED = /^.+\.([^.]+)\.ts(?:\.stamp)?$/;

/** Other generators write into such folders too, under names without a contract. */
function generatedIn(folder: string, contracts: ReadonlySet<string>): string[] {
  return listFiles(folder)
    .filter((name) => contracts.has(`${GENERATED.exec(name)?.[1]}.graphql`))
    .map((name) => join(folder, name));
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
