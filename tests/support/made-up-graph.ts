// A small graph of two subgraphs whose answers are made up from a seed: values, nulls and failures
// in every place where a real one could have them. The same seed always answers the same.
import { createHash } from 'node:crypto';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  graphql,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@requires", "@external", "@shareable", "@inaccessible"])`;

const SCHEMAS = {
  ventas: `${LINK}
    type Query {
      sales(first: Int = 3, only: Status): [Sale!]!
      sale(id: ID, among: [ID!]): Sale
      required: Sale!
      things: [Thing]
      found: [Found!]
      grid: [[Cell]!]
      page: Page @shareable
    }
    type Mutation { open(note: String): Sale! close: Closing count: Int! }
    type Closing { sale: Sale! at: String }
    type Page @shareable { sales: [Sale] title: String! }
    interface Thing { id: ID! label: String }
    union Found = Sale | Product | Ghost
    enum Status { OPEN CLOSED SECRET @inaccessible }
    type Ghost implements Thing @inaccessible { id: ID! label: String }
    type Cell { row: Int! product: Product! }
    type Sale implements Thing @key(fields: "id") {
      id: ID! label: String! @shareable total: Float! status: Status statuses: [Status!]
      items: [Item!]!
    }
    type Item { quantity: Int! product: Product gifts: [Product!] }
    type Product implements Thing @key(fields: "id") { id: ID! label: String @shareable }`,
  inventario: `${LINK}
    type Query { products: [Product] best: Product! title: String! page: Page @shareable }
    type Mutation { rename(name: String!): Product rate: Float }
    type Page @shareable { title: String! }
    type Product @key(fields: "id") {
      id: ID! label: String @shareable name(upper: Boolean = false): String! price: Float
      tags: [String!] color: Color stock: Stock! maker: Maker related: [Product!]
    }
    type Stock { available: Int! isLow: Boolean }
    type Maker @key(fields: "id") { id: ID! country: String! }
    enum Color { RED GREEN HIDDEN @inaccessible }
    type Sale @key(fields: "id") {
      id: ID! label: String @shareable total: Float! @external
      weight: Float @requires(fields: "total") sent: Boolean!
    }`,
} as const;

export type MadeUpSubgraph = keyof typeof SCHEMAS;

export const MADE_UP_SUBGRAPHS = Object.keys(SCHEMAS) as MadeUpSubgraph[];

/** The supergraph of all of them. */
export function composeMadeUpGraph(): string {
  const services = MADE_UP_SUBGRAPHS.map((name) => ({ name, typeDefs: parse(SCHEMAS[name]) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** Runs an operation in one subgraph. */
export type AskMadeUp = (
  name: MadeUpSubgraph,
  request: { query: string; variables: Record<string, unknown> },
) => ReturnType<typeof graphql>;

/** @param trouble the number of fields of a hundred that fail; as many again are null or wrong */
export function madeUpAnswers(seed: number, trouble: number): AskMadeUp {
  const dice = (...about: unknown[]) => {
    const text = JSON.stringify([seed, ...about]);
    return createHash('sha256').update(text).digest().readUInt32BE();
  };
  const fieldResolver = madeUpField(dice, trouble);
  return async (name, { query, variables }) => {
    const answer = await graphql({
      schema: schemaOf(name),
      source: query,
      variableValues: variables,
      fieldResolver,
      typeResolver: ({ __typename }) => __typename,
    });
    return JSON.parse(JSON.stringify(answer));
  };
}

const builtSchemas = new Map<MadeUpSubgraph, GraphQLSchema>();

function schemaOf(name: MadeUpSubgraph): GraphQLSchema {
  const built = builtSchemas.get(name) ?? buildSchema(name);
  builtSchemas.set(name, built);
  return built;
}

function buildSchema(name: MadeUpSubgraph): GraphQLSchema {
  const resolveReference = (reference: object) => reference;
  const entities = name === 'ventas' ? ['Sale', 'Product'] : ['Sale', 'Product', 'Maker'];
  const resolvers = Object.fromEntries(
    entities.map((type) => [type, { __resolveReference: resolveReference }]),
  );
  return buildSubgraphSchema([{ typeDefs: parse(SCHEMAS[name]), resolvers }]);
}

type Dice = (...about: unknown[]) => number;
type Entity = { __typename?: string; id?: string; from?: unknown };

function madeUpField(dice: Dice, trouble: number): GraphQLFieldResolver<Entity, unknown> {
  return (parent, args, _context, { parentType, fieldName, returnType }) => {
    const about = [parentType.name, parent?.id ?? parent?.from, fieldName, args];
    if (fieldName === 'id') return parent.id ?? String(dice(about) % 4);
    const fate = dice('fate', about) % 100;
    if (fate < trouble) throw new Error(`no ${fieldName} of ${about[1] ?? 'root'}`);
    const mayBeNull = fate < 2 * trouble;
    return valueFor(returnType, [...about, mayBeNull]);
  };

  function valueFor(type: GraphQLOutputType, about: unknown[]): unknown {
    const mayBeNull = about.at(-1) === true;
    if (isNonNullType(type)) return valueFor(type.ofType, about);
    if (mayBeNull && dice('null', about) % 3 === 0) return null;
    if (isListType(type)) {
      const length = dice('length', about) % 4;
      return Array.from({ length }, (_, index) => valueFor(type.ofType, [index, ...about]));
    }
    return namedValue(getNamedType(type), about);
  }

  function namedValue(named: GraphQLNamedType, about: unknown[]): unknown {
    if (isEnumType(named)) {
      const values = named.getValues();
      return values[dice(about) % values.length]?.name;
    }
    if (isObjectType(named)) return objectFor(named.name, about);
    if (isAbstractType(named)) {
      const names = named.name === 'Thing' || named.name === 'Found' ? POSSIBLE : [];
      return objectFor(names[dice('type', about) % names.length] ?? '', about);
    }
    return scalarFor(named.name, dice('value', about));
  }

  function objectFor(__typename: string, about: unknown[]): Entity {
    const isEntity = ENTITIES.has(__typename);
    if (!isEntity) return { __typename, from: about };
    return { __typename, id: String(dice('id', about) % 4) };
  }
}

const POSSIBLE = ['Sale', 'Product', 'Product', 'Ghost'];
const ENTITIES = new Set(['Sale', 'Product', 'Ghost', 'Maker']);

function scalarFor(type: string, number: number): unknown {
  switch (type) {
    case 'Int':
      return number % 1_000;
    case 'Float':
      return (number % 1_000) / 8;
    case 'Boolean':
      return number % 2 === 0;
    default:
      return `text ${number % 1_000}`;
  }
}
