import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import {
  parseSchemaModules,
  readSchemaModules,
  schemaPathsOf,
} from '../../../common/subgraph/graphql/schema-modules.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { hashInputs, isStamped, writeStamp } from './stamp.ts';

const SCHEMA_DIRECTORY = join(REPOSITORY_ROOT, 'schema');

const mappersModule = z.object({ MAPPERS: z.record(z.string(), z.string()) });

/** Where resolvers have something else than JSON, see common/values/scalars.ts. */
const SCALAR_TYPES = {
  ID: { input: 'string', output: 'string' },
  Decimal: { input: 'number', output: 'number | bigint' },
  DateTime: { input: 'string', output: 'string' },
  Date: { input: 'string', output: 'string' },
  _FieldSet: { input: 'string', output: 'string' },
};

/** Generates a subgraph's resolver types from its SDL, unless they are current. */
export async function generateSchemaTypes(subgraph: string): Promise<'generated' | 'current'> {
  const source = join(REPOSITORY_ROOT, 'subgraphs', subgraph);
  const mappersFile = join(source, 'codegen-mappers.ts');
  const stampFile = join(source, 'generated', 'schema-types.stamp');
  const inputsHash = hashInputs([
    ...schemaPathsOf(SCHEMA_DIRECTORY, subgraph),
    mappersFile,
    import.meta.filename,
    join(
      REPOSITORY_ROOT,
      'node_modules',
      '@graphql-codegen',
      'typescript-resolvers',
      'package.json',
    ),
  ]);
  if (isStamped(stampFile, inputsHash)) return 'current';

  const types = await renderSchemaTypes(subgraph, await readMappers(mappersFile));
  mkdirSync(join(source, 'generated'), { recursive: true });
  writeFileSync(join(source, 'generated', 'schema-types.ts'), types);
  writeStamp(stampFile, inputsHash);
  return 'generated';
}

/**
 * GraphQL types whose resolvers get something else than the GraphQL shape: type → `module#Type`.
 */
async function readMappers(file: string): Promise<Record<string, string>> {
  if (!existsSync(file)) return {};
  const parsed = mappersModule.safeParse(await import(file));
  if (!parsed.success) {
    throw new OperatorError(
      `${file} must export "MAPPERS": an object of GraphQL type name to './module.ts#Type'.`,
    );
  }
  return parsed.data.MAPPERS;
}

async function renderSchemaTypes(
  subgraph: string,
  mappers: Readonly<Record<string, string>>,
): Promise<string> {
  return codegen({
    filename: 'schema-types.ts',
    schema: parseContract(subgraph),
    documents: [],
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers: typescriptResolvers },
    config: {
      federation: true,
      enumsAsTypes: true,
      useTypeImports: true,
      scalars: SCALAR_TYPES,
      strictScalars: true,
      // Under exactOptionalPropertyTypes an absent and an undefined value are two things;
      // GraphQL takes either for null.
      maybeValue: 'T | null | undefined',
      inputMaybeValue: 'T | null | undefined',
      contextType: '../context.ts#SubgraphContext',
      mappers,
      importExtension: '.ts',
    },
  });
}

function parseContract(subgraph: string) {
  try {
    return parseSchemaModules(readSchemaModules(SCHEMA_DIRECTORY, subgraph));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new OperatorError(`The schema of ${subgraph} is not valid GraphQL: ${error.toString()}`);
  }
}
