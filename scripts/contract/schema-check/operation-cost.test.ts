import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { costDirectives, operationCost } from './operation-cost.ts';

const SDL = `
  directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!])
    on FIELD_DEFINITION
  type Query {
    one: Thing
    some: [Thing!]!
    page(first: Int = 20): Page
    sized(limit: Int): Page
      @listSize(slicingArguments: ["limit"], sizedFields: ["nodes"], assumedSize: 7)
    assumed: [Thing] @listSize(assumedSize: 3)
  }
  type Page { nodes: [Thing] edges: [Edge] total: Int @cost(weight: 4) }
  type Edge { cursor: String node: Thing }
  type Thing { name: String heavy: Heavy things: [Thing] }
  type Heavy @cost(weight: 5) { name: String }
`;
const schema = buildSchema(SDL);
const subgraph = { name: 'a', path: 'a.graphql', text: SDL, document: parse(SDL) };
const directives = costDirectives([subgraph]);

test.each([
  ['an object counts 1, its scalars nothing', '{ one { name } }', 1],
  ['a list that nothing bounds counts as 10', '{ some { name } }', 10],
  ['lists in lists multiply', '{ some { things { name } } }', 10 * (1 + 10)],
  ['a weight of a type replaces the 1', '{ one { heavy { name } } }', 1 + 5],
  ['a weight of a field counts, also of a scalar', '{ page(first: 1) { total } }', 1 + 4],
  ['a page counts as long as its argument', '{ page(first: 5) { nodes { name } } }', 1 + 5],
  ['its default, if there is none', '{ page { nodes { name } } }', 1 + 20],
  ['edges too', '{ page(first: 5) { edges { node { name } } } }', 1 + 5 * 2],
  ['a slicing argument has any name', '{ sized(limit: 2) { nodes { name } } }', 1 + 2],
  ['without it the assumed size counts', '{ sized { nodes { name } } }', 1 + 7],
  ['other lists of a sized field are not sized', '{ sized { edges { cursor } } }', 1 + 10],
  ['a list has an assumed size', '{ assumed { name } }', 3],
])('%s', (_, selections, cost) => {
  expect(costOf(`query Q ${selections}`)).toBe(cost);
});

test('the default of a variable is the size, and fragments are followed', () => {
  const text = `
    query Q($first: Int = 4) { page(first: $first) { ...Nodes ... on Page { edges { cursor } } } }
    fragment Nodes on Page { nodes { name } }`;
  expect(costOf(text)).toBe(1 + 4 + 4);
});

function costOf(text: string): number {
  const operation = { name: 'Q', path: 'q.graphql', text, document: parse(text) };
  return operationCost(schema, directives, operation);
}
