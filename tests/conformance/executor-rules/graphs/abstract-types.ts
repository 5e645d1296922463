// Interfaces and unions over several subgraphs.
import { CABLE, product, RADIO, type RuleGraph, typeOf } from '../rule-graph.ts';

const ANA = { __typename: 'User', id: 'u1', nick: 'ana' };
const PAGE = { __typename: 'Page', title: 'Inicio' };
const PRICES: Record<string, number> = { p1: 10, p2: 1 };
const whole = (one: { id: string }) => ({ ...one, price: PRICES[one.id] });
const RADIO_WHOLE = whole(RADIO);
const CABLE_WHOLE = whole(CABLE);
const ANA_WHOLE = { ...ANA, points: 3 };
const prices = {
  sdl: `type Product @key(fields: "id") { id: ID! price: Int }
        type User @key(fields: "id") { id: ID! points: Int }`,
  resolvers: {
    Product: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      price: ({ id }: { id: string }) => PRICES[id],
    },
    User: { __resolveReference: ({ id }: { id: string }) => ({ id }), points: () => 3 },
  },
};

export const abstractTypes: RuleGraph = {
  graph: {
    subgraphs: {
      things: {
        sdl: `
          interface Node { id: ID! }
          interface Named implements Node { id: ID! name: String }
          type Product implements Node & Named @key(fields: "id") { id: ID! name: String }
          type User implements Node @key(fields: "id") { id: ID! nick: String }
          type Page { title: String }
          union Found = Product | User | Page
          type Query { nodes: [Node] node: Node named: Named found: [Found] nothing: Found
            grid: [[Node]] }`,
        resolvers: {
          Query: {
            nodes: () => [RADIO, ANA, null],
            node: () => ANA,
            named: () => CABLE,
            found: () => [PAGE, RADIO, null, ANA],
            nothing: () => null,
            grid: () => [[RADIO], null, [], [ANA, CABLE]],
          },
          Node: typeOf,
          Named: typeOf,
          Found: typeOf,
          Product: { __resolveReference: product },
          User: { __resolveReference: () => ANA },
        },
      },
      prices,
    },
    root: {
      nodes: [RADIO_WHOLE, ANA_WHOLE, null],
      node: ANA_WHOLE,
      named: CABLE_WHOLE,
      found: [PAGE, RADIO_WHOLE, null, ANA_WHOLE],
      nothing: null,
      grid: [[RADIO_WHOLE], null, [], [ANA_WHOLE, CABLE_WHOLE]],
    },
  },
  queries: {
    'fields of the interface': '{ nodes { id } node { id } }',
    'the types': '{ nodes { __typename } node { kind: __typename id } }',
    'fields of types from two subgraphs':
      '{ nodes { id ... on Product { name price } ... on User { nick points } } }',
    'an alias that is the name of a key': '{ nodes { id: __typename ... on Product { price } } }',
    'fragments alone': '{ nodes { ... on Product { price } } node { ... on Product { price } } }',
    'a fragment on an interface below an interface': '{ nodes { ... on Named { name } id } }',
    'an interface of an interface':
      '{ named { id name ... on Product { price } ... on Node { id } } }',
    'fragments in fragments':
      '{ nodes { ... on Node { ... on Named { ... on Product { price } } } } }',
    'a union': '{ found { __typename ... on Page { title } ... on Product { name price } } }',
    'a union without its type':
      '{ found { ... on User { nick } } nothing { ... on Page { title } } }',
    'a union by way of an interface': '{ found { ... on Node { id ... on User { points } } } }',
    'the same field of two types': '{ found { ... on Product { id price } ... on User { id } } }',
    'one name for two fields': '{ found { ... on Product { x: name } ... on User { x: nick } } }',
    'lists of lists': '{ grid { id ... on Product { price } ... on User { points } } }',
    'named fragments':
      '{ nodes { ...P ...U } } fragment P on Product { price } fragment U on User { points }',
    'the same object under two names':
      '{ a: node { ... on User { points } } b: node { ... on User { nick } id } }',
  },
};
