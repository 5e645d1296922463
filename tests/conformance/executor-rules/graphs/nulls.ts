// Nulls where they may be, and where not.
import type { RuleGraph } from '../rule-graph.ts';

export const nulls: RuleGraph = {
  graph: {
    subgraphs: {
      lists: {
        sdl: `
          type Thing @key(fields: "id") { id: ID! }
          type Query { things: [Thing] strict: [Thing!] two: [[Thing!]] one: Thing sure: Thing! }`,
        resolvers: {
          Query: {
            things: () => [{ id: 'a' }, null, { id: 'b' }],
            strict: () => [{ id: 'a' }, { id: 'b' }],
            two: () => [[{ id: 'b' }], [], null, [{ id: 'a' }, { id: 'b' }]],
            one: () => ({ id: 'b' }),
            sure: () => ({ id: 'a' }),
          },
        },
      },
      facts: {
        sdl: `
          type Thing @key(fields: "id") { id: ID! may: String must: String! inner: Inner }
          type Inner { must: String! may: [String!] }`,
        resolvers: {
          Thing: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            may: ({ id }: { id: string }) => (id === 'a' ? 'sí' : null),
            must: ({ id }: { id: string }) => (id === 'a' ? 'sí' : null),
            inner: ({ id }: { id: string }) => ({ must: id === 'a' ? 'sí' : null, may: ['x'] }),
          },
        },
      },
    },
    root: (() => {
      const thing = (id: string) => {
        const yes = id === 'a' ? 'sí' : null;
        return { id, may: yes, must: yes, inner: { must: yes, may: ['x'] } };
      };
      const [a, b] = [thing('a'), thing('b')];
      return {
        things: [a, null, b],
        strict: [a, b],
        two: [[b], [], null, [a, b]],
        one: b,
        sure: a,
      };
    })(),
  },
  queries: {
    'a null among others': '{ things { id may } }',
    'a null that may not be': '{ things { id must } }',
    'a null in an item that may not be null': '{ strict { id must } }',
    'the same in lists of lists': '{ two { must } }',
    'below an object': '{ things { inner { must may } } one { inner { must } } }',
    'beside what is sure': '{ one { must } sure { must } }',
  },
};
