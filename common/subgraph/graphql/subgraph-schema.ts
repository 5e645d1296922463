import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLScalarType, type GraphQLSchema, Kind } from 'graphql';
import { gql } from 'graphql-tag';
import { DateTime, Decimal } from '../../values/scalars.ts';
import { enforceAuth } from '../auth/enforce-auth.ts';
import { resolveTotalCounts } from './connection.ts';

const SCHEMA_DIRECTORY = join(import.meta.dirname, '../../../schema');

type Module = Extract<
  Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number],
  { typeDefs: DocumentNode }
>;
type Resolvers = NonNullable<Module['resolvers']>;

const NO_TYPES: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/**
 * The contract of a subgraph, `schema/<name>.graphql`, with the resolvers of every noun, behind its
 * own rules about who may use what.
 * @param resolverParts one per noun; several may add fields to the same type
 * @param scalars those that only this subgraph has
 */
export function loadSubgraphSchema(
  name: string,
  resolverParts: readonly object[],
  scalars: Record<string, GraphQLScalarType> = {},
): GraphQLSchema {
  const sdl = readFileSync(join(SCHEMA_DIRECTORY, `${name}.graphql`), 'utf8');
  const known = Object.entries({ DateTime, Decimal, ...scalars });
  const used = known.filter(([scalar]) => sdl.includes(`\nscalar ${scalar}\n`));
  const schema = subgraphSchema(sdl, [Object.fromEntries(used), ...resolverParts]);
  return enforceAuth(resolveTotalCounts(schema));
}

/** A contract given as text with its resolvers, in as many parts as is convenient. */
export function subgraphSchema(sdl: string, resolverParts: readonly object[]): GraphQLSchema {
  return buildSubgraphSchema([
    { typeDefs: gql(sdl) },
    ...resolverParts.map((part) => ({ typeDefs: NO_TYPES, resolvers: part as Resolvers })),
  ]);
}
