// Fields that another subgraph gives on the way: `@provides`.
import { CABLE, product, RADIO, type RuleGraph, typeOf } from '../rule-graph.ts';

export const provides: RuleGraph = {
  graph: {
    subgraphs: {
      catalogue: {
        sdl: `
          interface Item { id: ID! name: String }
          type Product implements Item @key(fields: "id") { id: ID!
            name: String @shareable brand: String @shareable }
          type Query { product: Product }`,
        resolvers: {
          Item: typeOf,
          Query: { product: () => ({ ...RADIO, brand: 'Sony' }) },
          Product: {
            __resolveReference: (one: { id: string }) => ({ ...product(one), brand: 'Sony' }),
          },
        },
      },
      sales: {
        sdl: `
          interface Item { id: ID! name: String }
          type Product implements Item @key(fields: "id") { id: ID! name: String @external }
          union Sold = Product
          type Line { product: Product @provides(fields: "name")
            item: Item @provides(fields: "... on Product { name }")
            sold: Sold @provides(fields: "... on Product { name }") }
          type Query { line: Line lines: [Line] best: Product @provides(fields: "name") }`,
        resolvers: {
          Item: typeOf,
          Sold: typeOf,
          Query: {
            line: () => ({ product: RADIO, item: RADIO, sold: RADIO }),
            lines: () => [
              { product: RADIO, item: CABLE, sold: null },
              { product: null, item: null, sold: CABLE },
            ],
            best: () => CABLE,
          },
        },
      },
    },
    root: (() => {
      const [radio, cable] = [
        { ...RADIO, brand: 'Sony' },
        { ...CABLE, brand: 'Sony' },
      ];
      return {
        product: radio,
        line: { product: radio, item: radio, sold: radio },
        lines: [
          { product: radio, item: cable, sold: null },
          { product: null, item: null, sold: cable },
        ],
        best: cable,
      };
    })(),
  },
  queries: {
    'what is provided': '{ line { product { id name } } best { name } }',
    'more than what is provided': '{ line { product { name brand } } best { brand } }',
    'of an interface': '{ lines { item { id name ... on Product { brand } } } }',
    'of a union': '{ lines { sold { __typename ... on Product { name brand } } } }',
    'null or not': '{ lines { product { name brand } } }',
  },
};
