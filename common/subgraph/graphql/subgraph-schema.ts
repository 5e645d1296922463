import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLScalarType, type GraphQLSchema, Kind } from 'graphql';
import { gql } from 'graphql-tag';
import { DateTime, Decimal } from '../../values/scalars.ts';
import { enforceAuth } from '../auth/enforce-auth.ts';
import { resolveTotalCounts } from './connection.ts';
import { withFreshLoaders } from './fresh-loaders.ts';
import { limitTexts } from './limit-texts.ts';
import { readSchemaModules } from './schema-modules.ts';

const SCHEMA_DIRECTORY = join(import.meta.dirname, '../../../schema');

type Module = Extract<
  Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number],
  { typeDefs: DocumentNode }
>;
type Resolvers = NonNullable<Module['resolvers']>;

const NO_TYPES: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/**
 * The contract of a subgraph, `schema/shared.graphql` and `schema/<name>.graphql`, with the
 * resolvers of every noun, behind its own rules about who may use what.
 * @param resolverParts one per noun; several may add fields to the same type
 * @param scalars those that only this subgraph has
 */
export function loadSubgraphSchema(
  name: string,
  resolverParts: readonly object[],
  scalars: Record<string, GraphQLScalarType> = {},
): GraphQLSchema {
  const texts = readSchemaModules(SCHEMA_DIRECTORY, name).map(({ text }) => text);
  const known = Object.entries({ DateTime, Decimal, ...scalars });
  const used = known.filter(([scalar]) =>
    texts.some((text) => text.includes(`\nscalar ${scalar}\n`)),
  );
  const schema = subgraphSchema(texts, [Object.fromEntries(used), ...resolverParts]);
  return enforceAuth(limitTexts(withFreshLoaders(resolveTotalCounts(schema))));
}

/** A contract given as texts, with its resolvers in as many parts as is convenient. */
export function subgraphSchema(
  texts: readonly string[],
  resolverParts: readonly object[],
): GraphQLSchema {
  return buildSubgraphSchema([
    ...texts.map((text) => ({ typeDefs: gql(text) })),
    ...resolverParts.map((part) => ({ typeDefs: NO_TYPES, resolvers: part as Resolvers })),
  ]);
}
