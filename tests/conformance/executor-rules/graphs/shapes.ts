// Arguments, value types, mutations, names, fragments.
import type { RuleGraph } from '../rule-graph.ts';

export const shapes: RuleGraph = {
  graph: {
    subgraphs: {
      first: {
        sdl: `
          enum Colour { RED BLUE }
          input Range { from: Int! = 1 to: Int }
          type Point @shareable { x: Int y: Int }
          type Thing @key(fields: "id") { id: ID! colour: Colour point: Point }
          type Query { thing(colour: Colour = BLUE, range: Range = { to: 3 }): Thing
            sum(range: Range!): Int
            hidden: Thing @inaccessible }
          type Mutation { add(n: Int!): Int }`,
        resolvers: {
          Query: {
            thing: (
              _: unknown,
              { colour, range }: { colour: string; range: { from: number; to: number } },
            ) => ({
              id: `${range.from}-${range.to}`,
              colour,
              point: { x: 1, y: 2 },
            }),
            sum: (_: unknown, { range }: { range: { from: number; to: number } }) =>
              range.from + range.to,
          },
          Mutation: { add: (_: unknown, { n }: { n: number }) => n + 1 },
        },
      },
      second: {
        sdl: `
          type Point @shareable { x: Int y: Int }
          type Thing @key(fields: "id") { id: ID! name: String @shareable centre: Point
            secret: String @inaccessible }
          type Mutation { name(id: ID!): Thing }`,
        resolvers: {
          Mutation: {
            name: (_: unknown, { id }: { id: string }) => ({
              id,
              name: `n${id}`,
              centre: { x: 0, y: 0 },
            }),
          },
          Thing: {
            __resolveReference: ({ id }: { id: string }) => ({
              id,
              name: `n${id}`,
              centre: { x: 0, y: 0 },
            }),
          },
        },
      },
    },
    root: (() => {
      const thing = (id: string, colour: string | null) => ({
        ...{ id, colour, point: { x: 1, y: 2 }, name: `n${id}`, centre: { x: 0, y: 0 } },
      });
      return {
        thing: ({ colour, range }: { colour: string; range: { from: number; to: number } }) =>
          thing(`${range.from}-${range.to}`, colour),
        sum: ({ range }: { range: { from: number; to: number } }) => range.from + range.to,
        add: ({ n }: { n: number }) => n + 1,
        name: ({ id }: { id: string }) => thing(id, null),
      };
    })(),
  },
  queries: {
    'defaults of arguments': '{ thing { id colour } }',
    literals: '{ thing(colour: RED, range: { from: 5, to: 6 }) { id colour name } }',
    'one field with two sets of arguments':
      '{ a: thing(colour: RED) { colour name } b: thing { colour } }',
    'value types of two services': '{ thing { point { x } centre { y } } }',
    'mutations in their order, of two services':
      'mutation { a: add(n: 1) name(id: "7") { id name } b: add(n: 2) }',
    'meta fields beside others': '{ __typename thing { __typename id } sum(range: { to: 4 }) }',
    'conditions as literals': `{ thing @include(if: true) { id @skip(if: true) name }
         sum(range: { from: 1, to: 1 }) @skip(if: true) }`,
    'the same field twice': '{ thing { point { x } } thing { point { y } name } }',
    'named fragments in fragments': `{ ...A }
         fragment A on Query { thing { ...B } } fragment B on Thing { name ...C }
         fragment C on Thing { centre { x } }`,
  },
};
