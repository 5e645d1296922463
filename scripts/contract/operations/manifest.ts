import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  type OperationTypeNode,
  parse,
  print,
  type SelectionNode,
  Source,
  visit,
} from 'graphql';
import { OperatorError } from '../../operate/environment/operator-error.ts';

/** One operation that clients may run, in the form that Apollo's tools write and read too. */
export interface ManifestEntry {
  /** SHA-256 of the body, in hexadecimal. */
  id: string;
  name: string;
  type: OperationTypeNode;
  body: string;
}

/** The folders of published operations: those that people copy, and those of the web client. */
export const PUBLISHED_FOLDERS = ['operations', join('web', 'operations')] as const;

/**
 * Makes the manifest of every `*.graphql` of some folders, as text. Ids depend on the operations
 * alone: comments and layout do not change them.
 * @throws OperatorError for a file that does not hold exactly one operation with a name, and for a
 * name that two operations have
 */
export function buildManifest(directories: readonly string[]): string {
  const operations = directories.flatMap(readEntries);
  requireOwnNames(operations);
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The operations of a folder, by the names of their files; none where there is no such folder. */
export function readEntries(directory: string): ManifestEntry[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readEntry(join(directory, name)));
}

function requireOwnNames(operations: readonly ManifestEntry[]): void {
  const names = new Set<string>();
  for (const { name } of operations) {
    if (names.has(name)) throw new OperatorError(`Two operations have the name ${name}.`);
    names.add(name);
  }
}

function readEntry(path: string): ManifestEntry {
  const document = parseFile(path);
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || !operation.name || operations.length > 1) {
    throw new OperatorError(`${path} must hold exactly one operation, with a name.`);
  }
  const body = print(withTypenames(document));
  const id = createHash('sha256').update(body).digest('hex');
  return { id, name: operation.name.value, type: operation.operation, body };
}

/**
 * Asks for the type of each object, as the caches of clients do by themselves: they know objects by
 * type and id, and an operation that is sent by its id cannot be changed on its way.
 */
function withTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent) {
      const isRoot = isNode(parent) && parent.kind === Kind.OPERATION_DEFINITION;
      return isRoot || node.selections.some(isMeta)
        ? undefined
        : { ...node, selections: [...node.selections, TYPENAME] };
    },
  });
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function isNode(parent: ASTNode | readonly ASTNode[] | undefined): parent is ASTNode {
  return parent !== undefined && 'kind' in parent;
}

/** `__typename` itself, and what asks the schema. */
function isMeta(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && selection.name.value.startsWith('__');
}

function parseFile(path: string) {
  try {
    return parse(new Source(readFileSync(path, 'utf8'), path));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new OperatorError(`${path} is not valid GraphQL: ${error.toString()}`);
  }
}

/** Whether the file holds exactly this text. */
export function isFresh(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

/** Writes the file in one step: a router that starts never reads half of it. */
export function writeManifest(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
