import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import {
  buildSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  Source,
} from 'graphql';
import {
  parseSchemaModules,
  readSchemaModules,
  type SchemaModule,
} from '../../../common/subgraph/graphql/schema-modules.ts';
import { type CostTable, readCostTable } from '../../../router/admission/cost-table.ts';
import { type Composition, composeFiles, subgraphNamesIn } from '../compose/compose-files.ts';
import type { CheckFinding } from './finding.ts';

/** The contract of one subgraph. */
export interface SubgraphFile {
  name: string;
  /** Its files; the shared types come first. */
  modules: readonly SchemaModule[];
  document: DocumentNode;
}

/** One operation that clients are known to send. */
export interface ClientOperation {
  name: string;
  /** Its file, from the top of the repository. */
  path: string;
  text: string;
  /** The whole file: the operation with its fragments. */
  document: DocumentNode;
}

/** The graph as a router runs it. */
export interface ComposedGraph {
  api: GraphQLSchema;
  supergraph: Supergraph;
  planner: QueryPlanner;
  /** The points that the router charges. */
  costs: CostTable;
}

/** The graph at one revision. */
export interface GraphVersion {
  subgraphs: readonly SubgraphFile[];
  operations: readonly ClientOperation[];
  composition: Composition;
  /** Null when it does not compose. */
  composed: ComposedGraph | null;
  /** Files of operations that are no GraphQL, or an operation without a name. */
  unreadable: readonly CheckFinding[];
}

/** The folders under the top of the repository that hold clients' operations. */
export const OPERATION_FOLDERS = ['operations', 'web'];
const NOT_OURS = /(^|\/)(node_modules|generated|dist)\//;

/** Reads and composes what stands in `schema/` and the folders of operations below `root`. */
export function readGraphVersion(root: string): GraphVersion {
  const directory = join(root, 'schema');
  const composition = composeFiles(directory);
  const unreadable: CheckFinding[] = [];
  return {
    composition,
    subgraphs: isReadable(composition) ? readSubgraphs(directory) : [],
    operations: OPERATION_FOLDERS.flatMap((folder) => readOperations(root, folder, unreadable)),
    composed: composedGraph(composition),
    unreadable,
  };
}

function composedGraph({ supergraphSdl, apiSdl }: Composition): ComposedGraph | null {
  if (supergraphSdl === null || apiSdl === null) return null;
  const supergraph = Supergraph.build(supergraphSdl);
  return {
    api: buildSchema(apiSdl),
    supergraph,
    planner: new QueryPlanner(supergraph),
    costs: readCostTable(supergraphSdl),
  };
}

/** Composition reports what cannot be parsed. */
function isReadable({ problems }: Composition): boolean {
  return problems.every(({ code }) => code !== 'INVALID_GRAPHQL');
}

function readSubgraphs(directory: string): SubgraphFile[] {
  return subgraphNamesIn(directory).map((name) => {
    const modules = readSchemaModules(directory, name);
    return { name, modules, document: parseSchemaModules(modules) };
  });
}

function readOperations(
  root: string,
  folder: string,
  unreadable: CheckFinding[],
): ClientOperation[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((path) => path.endsWith('.graphql') && !NOT_OURS.test(path))
    .sort()
    .flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      try {
        return operationsIn(path, text);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        const message = `${path} is not valid GraphQL: ${error.message}.`;
        unreadable.push({ level: 'error', code: 'INVALID_OPERATION', subject: path, message });
        return [];
      }
    });
}

/** @throws GraphQLError when the text cannot be parsed or holds an operation without a name */
function operationsIn(path: string, text: string): ClientOperation[] {
  const document = parse(new Source(text, path));
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ name }) => {
      if (!name) throw new GraphQLError('an operation has no name');
      return { name: name.value, path, text, document };
    });
}
