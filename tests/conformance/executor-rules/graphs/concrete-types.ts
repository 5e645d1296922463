// A field that is abstract in one subgraph and concrete in another.
import { product, RADIO, type RuleGraph, typeOf } from '../rule-graph.ts';

export const concrete: RuleGraph = {
  graph: {
    subgraphs: {
      abstract: {
        sdl: `
          interface Node { id: ID! }
          type Product implements Node @key(fields: "id") { id: ID! name: String @shareable }
          type Page { title: String @shareable }
          union Found = Product | Page
          type Shelf @key(fields: "id") { id: ID! first: Node @shareable found: Found @shareable }
          type Query { shelf: Shelf best: Node @shareable }`,
        resolvers: {
          Query: { shelf: () => ({ id: 's' }), best: () => RADIO },
          Node: typeOf,
          Found: typeOf,
          Product: { __resolveReference: product },
          Shelf: {
            __resolveReference: ({ id }: object & { id: string }) => ({ id }),
            first: () => RADIO,
            found: () => RADIO,
          },
        },
      },
      concrete: {
        sdl: `
          type Product @key(fields: "id") { id: ID! name: String @shareable stock: Int }
          type Shelf @key(fields: "id") { id: ID!
            first: Product @shareable found: Product @shareable
            size: Int }
          type Query { best: Product @shareable shelves: [Shelf] }`,
        resolvers: {
          Query: { best: () => RADIO, shelves: () => [{ id: 's' }] },
          Product: { __resolveReference: product, stock: () => 5 },
          Shelf: {
            __resolveReference: ({ id }: object & { id: string }) => ({ id }),
            first: () => RADIO,
            found: () => RADIO,
            size: () => 2,
          },
        },
      },
    },
    root: {
      shelf: { id: 's', first: { ...RADIO, stock: 5 }, found: { ...RADIO, stock: 5 }, size: 2 },
      best: { ...RADIO, stock: 5 },
      shelves: [{ id: 's', first: { ...RADIO, stock: 5 }, found: { ...RADIO, stock: 5 }, size: 2 }],
    },
  },
  queries: {
    'an interface field that a subgraph declares concrete': '{ shelves { first { id } size } }',
    'the same with its type': '{ shelves { first { __typename id } } best { __typename id } }',
    'its type under another name':
      '{ best { kind: __typename } shelves { first { k: __typename } } }',
    'a field beside a fragment': '{ shelves { first { id ... on Product { name stock } } } }',
    'the same with a fragment': '{ shelves { first { ... on Product { name stock } } } }',
    'the same with both': '{ best { id __typename ... on Product { name stock } } }',
    'a union field that a subgraph declares concrete':
      '{ shelves { found { ... on Product { name stock } } size } }',
    'the same union with its type': '{ shelves { found { __typename } } }',
    'from the abstract one':
      '{ shelf { first { ... on Product { stock } } found { __typename } } }',
  },
};
