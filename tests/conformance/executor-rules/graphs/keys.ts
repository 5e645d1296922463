// Entities by one key, by several, and by compound ones.
import type { RuleGraph } from '../rule-graph.ts';

export const keys: RuleGraph = {
  graph: {
    subgraphs: {
      users: {
        sdl: `
          type Org @key(fields: "code") { code: String! title: String }
          type User @key(fields: "id") @key(fields: "email") { id: ID! email: String! name: String }
          type Seat @key(fields: "org { code } number") { org: Org! number: Int! colour: String }
          type Query { user: User users: [User!] seat: Seat }`,
        resolvers: {
          Query: {
            user: () => ({ id: '1', email: 'a@b.test', name: 'Ana' }),
            users: () => [
              { id: '1', email: 'a@b.test', name: 'Ana' },
              { id: '2', email: 'e@b.test', name: 'Eva' },
            ],
            seat: () => ({ org: { code: 'x', title: 'X' }, number: 4, colour: 'rojo' }),
          },
          User: {
            __resolveReference: ({ id, email }: { id?: string; email?: string }) =>
              id === '1' || email === 'a@b.test'
                ? { id: '1', email: 'a@b.test', name: 'Ana' }
                : { id: '2', email: 'e@b.test', name: 'Eva' },
          },
          Seat: { __resolveReference: (seat: object) => ({ ...seat, colour: 'rojo' }) },
        },
      },
      mail: {
        sdl: `
          type User @key(fields: "email") { email: String! letters: [Letter!] }
          type Letter { from: User! text: String }
          type Query { letter: Letter }`,
        resolvers: {
          Query: { letter: () => ({ from: { email: 'e@b.test' }, text: 'Hola' }) },
          User: {
            __resolveReference: ({ email }: { email: string }) => ({ email }),
            letters: ({ email }: { email: string }) => [{ from: { email }, text: `de ${email}` }],
          },
        },
      },
      seats: {
        sdl: `
          type Org { code: String! @shareable }
          type Seat @key(fields: "org { code } number") { org: Org! number: Int! taken: Boolean }
          type User @key(fields: "id") { id: ID! old: String @override(from: "users") gone: Other }
          type Other @key(fields: "id") { id: ID! }`,
        resolvers: {
          Seat: {
            __resolveReference: (seat: object) => seat,
            taken: ({ org, number }: { org: { code: string }; number: number }) =>
              org.code === 'x' && number === 4,
          },
          User: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            old: ({ id }: { id: string }) => `old ${id}`,
            gone: ({ id }: { id: string }) => (id === '1' ? { id: 'nobody' } : null),
          },
        },
      },
      others: {
        sdl: 'type Other @key(fields: "id") { id: ID! text: String must: String! }',
        resolvers: { Other: { __resolveReference: () => null } },
      },
    },
    root: (() => {
      const user = (id: string): object => {
        const email = id === '1' ? 'a@b.test' : 'e@b.test';
        const letters = () => [{ from: () => user(id), text: `de ${email}` }];
        const gone = id === '1' ? { id: 'nobody', text: null, must: null } : null;
        return { id, email, name: id === '1' ? 'Ana' : 'Eva', letters, old: `old ${id}`, gone };
      };
      return {
        user: user('1'),
        users: [user('1'), user('2')],
        seat: { org: { code: 'x', title: 'X' }, number: 4, colour: 'rojo', taken: true },
        letter: { from: user('2'), text: 'Hola' },
      };
    })(),
  },
  queries: {
    'by one key into a service that knows the other': '{ letter { from { id name } } }',
    'by two hops': '{ letter { from { old letters { text } } } }',
    'a key that was not asked for': '{ user { letters { text } } }',
    'a compound key': '{ seat { taken } }',
    'a compound key, with more': '{ seat { number org { code title } colour taken } }',
    'round and round': '{ user { letters { from { letters { from { name } } } } } }',
    'an alias that is the name of a key': '{ users { id: name old } }',
    'aliases that change two keys': '{ users { id: email email: id letters { text } old } }',
    'the same below other objects': '{ letter { from { email: name id: email old } text } }',
    'a part of a compound key': '{ seat { number: colour org { code: title } taken } }',
    'an overridden field': '{ users { old name } }',
    'an entity that nobody knows': '{ users { gone { id text } } }',
    'the same under other names':
      '{ a: user { n: name l: letters { t: text } } b: user { o: old } }',
  },
};
