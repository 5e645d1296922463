// An interface that one subgraph knows as an object.
import { byId, type RuleGraph } from '../rule-graph.ts';

const BOOK = { __typename: 'Book', id: '1', title: 'Ficciones', pages: 174 };
const FILM = { __typename: 'Film', id: '2', title: 'Roma', minutes: 135 };
const MEDIA = [BOOK, FILM];
const find = byId(MEDIA as { id: string }[]);
const withScore = (one: object, score: number) => ({ ...one, score });
const BOOK_WHOLE = withScore(BOOK, 9);
const FILM_WHOLE = withScore(FILM, 7);

export const interfaceObject: RuleGraph = {
  graph: {
    subgraphs: {
      catalogue: {
        sdl: `
          interface Media @key(fields: "id") { id: ID! title: String }
          type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
          type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
          type Query { media: [Media] one: Media none: Media }`,
        resolvers: {
          Query: { media: () => MEDIA, one: () => BOOK, none: () => null },
          Media: {
            __resolveReference: find,
            __resolveType: ({ __typename }: { __typename: string }) => __typename,
          },
          Book: { __resolveReference: find },
          Film: { __resolveReference: find },
        },
      },
      reviews: {
        sdl: `
          type Media @interfaceObject @key(fields: "id") { id: ID! score: Int }
          type Review { text: String media: Media }
          type Query { best: Media reviewed: [Media] reviews: [Review!] }`,
        resolvers: {
          Query: {
            best: () => ({ id: '1' }),
            reviewed: () => [{ id: '2' }, { id: '1' }],
            reviews: () => [
              { text: 'Sí', media: { id: '2' } },
              { text: 'No', media: null },
            ],
          },
          Media: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            score: ({ id }: { id: string }) => (id === '1' ? 9 : 7),
          },
        },
      },
    },
    root: {
      media: [BOOK_WHOLE, FILM_WHOLE],
      one: BOOK_WHOLE,
      none: null,
      best: BOOK_WHOLE,
      reviewed: [FILM_WHOLE, BOOK_WHOLE],
      reviews: [
        { text: 'Sí', media: FILM_WHOLE },
        { text: 'No', media: null },
      ],
    },
  },
  queries: {
    'its own fields, without a type': '{ best { id score } reviewed { score } }',
    'under other names': '{ b: best { i: id s: score } }',
    'fields of the interface from elsewhere': '{ best { title score } }',
    'the type': '{ best { __typename id score } reviewed { __typename } }',
    'an alias that is the name of the key': '{ reviewed { id: title score } best { title: id } }',
    'the type under another name': '{ best { t: __typename score } }',
    'fragments on the types':
      '{ reviewed { ... on Book { pages } ... on Film { minutes score } } }',
    'a fragment on the interface': '{ best { ... on Media { score id } } }',
    'named fragments': '{ best { ...F } } fragment F on Media { score ... on Book { pages } }',
    'objects of the interface get its fields': '{ media { title score ... on Film { minutes } } }',
    'a type gets its fields': '{ one { ... on Book { score pages } } none { score } }',
    'below other objects': '{ reviews { text media { score } } }',
    'below other objects, with more': '{ reviews { media { title score __typename } } }',
  },
};
