// Fields that need fields of other subgraphs: `@requires`.
import type { RuleGraph } from '../rule-graph.ts';

export const requires: RuleGraph = {
  graph: {
    subgraphs: {
      boxes: {
        sdl: `
          interface Content { grams: Int }
          type Tin implements Content @shareable { grams: Int }
          type Size @shareable { width: Int height: Int }
          type Box @key(fields: "id") { id: ID! size: Size sides: [Size!] content: Content
            measure(unit: String): Int tag: String }
          type Query { box: Box boxes: [Box] }`,
        resolvers: {
          Query: { box: () => ({ id: 'b1' }), boxes: () => [{ id: 'b1' }, { id: 'b2' }, null] },
          Content: { __resolveType: () => 'Tin' },
          Box: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            size: () => ({ width: 2, height: 3 }),
            sides: () => [
              { width: 1, height: 4 },
              { width: 5, height: 6 },
            ],
            content: ({ id }: { id: string }) => (id === 'b1' ? { grams: 7 } : null),
            measure: (_: unknown, { unit }: { unit?: string }) => (unit === 'mm' ? 20 : 2),
            tag: ({ id }: { id: string }) => (id === 'b1' ? 'azul' : null),
          },
        },
      },
      shipping: {
        sdl: `
          interface Content { grams: Int }
          type Tin implements Content @shareable { grams: Int }
          type Size @shareable { width: Int height: Int }
          type Box @key(fields: "id") { id: ID! size: Size @external sides: [Size!] @external
            content: Content @external tag: String @external
            measure(unit: String): Int @external
            area: Int @requires(fields: "size { width height }")
            edges: Int @requires(fields: "sides { width }")
            weight: Int @requires(fields: "content { grams }")
            depth: Int @requires(fields: "measure(unit: \\"mm\\")")
            label: String @requires(fields: "tag") }`,
        resolvers: {
          Content: { __resolveType: () => 'Tin' },
          Box: {
            __resolveReference: (box: object) => box,
            area: ({ size }: { size: { width: number; height: number } }) =>
              size.width * size.height,
            edges: ({ sides }: { sides: { width: number }[] }) =>
              sides.reduce((sum, { width }) => sum + width, 0),
            weight: ({ content }: { content: { grams: number } | null }) => content?.grams ?? 0,
            depth: ({ measure }: { measure: number }) => measure,
            label: ({ tag }: { tag: string | null }) => `[${tag}]`,
          },
        },
      },
      prices: {
        sdl: `
          type Box @key(fields: "id") { id: ID! area: Int @external label: String @external
            fee: Int @requires(fields: "area") title: String @requires(fields: "label area") }`,
        resolvers: {
          Box: {
            __resolveReference: (box: object) => box,
            fee: ({ area }: { area: number }) => area * 10,
            title: ({ label, area }: { label: string; area: number }) => `${label} ${area}`,
          },
        },
      },
    },
    root: (() => {
      const box = (id: string) => ({
        id,
        size: { width: 2, height: 3 },
        sides: [
          { width: 1, height: 4 },
          { width: 5, height: 6 },
        ],
        content: id === 'b1' ? { __typename: 'Tin', grams: 7 } : null,
        measure: ({ unit }: { unit?: string }) => (unit === 'mm' ? 20 : 2),
        tag: id === 'b1' ? 'azul' : null,
        ...{ area: 6, edges: 6, weight: id === 'b1' ? 7 : 0, depth: 20, fee: 60 },
        ...(id === 'b1'
          ? { label: '[azul]', title: '[azul] 6' }
          : { label: '[null]', title: '[null] 6' }),
      });
      return { box: box('b1'), boxes: [box('b1'), box('b2'), null] };
    })(),
  },
  queries: {
    'a nested field': '{ box { area } }',
    'of many, with a null among them': '{ boxes { id area } }',
    'through a list': '{ boxes { edges } }',
    'of an interface, null or not': '{ boxes { weight } }',
    'with an argument, beside the same field with another': '{ box { depth measure } }',
    'a field that is null': '{ boxes { label } }',
    'a field that needs another service itself': '{ boxes { fee } }',
    'two of two services': '{ box { title fee area tag } }',
    'under the name of what it needs': '{ box { size: area tag: label } }',
    'an alias that is the name of what it needs': '{ boxes { tag: id label } }',
    'the same, nested': '{ box { size { width: height height: width } area } }',
    'what it needs under another name': '{ box { size { w: width } area s: size { height } } }',
    'below a condition that is met':
      'query ($h: Boolean = false) { boxes { tag area @skip(if: $h) fee } }',
    'below a condition that is not':
      'query ($h: Boolean = true) { boxes { tag area @skip(if: $h) } }',
    'below two conditions': `query ($a: Boolean = true, $b: Boolean = false) {
        box { area @skip(if: $a) fee @skip(if: $b) }
      }`,
    'needed by what stands below a condition, and not asked for':
      'query ($a: Boolean = true) { box { id fee @include(if: $a) title @skip(if: $a) } }',
    'only asked for by a condition': '{ box { id area @include(if: true) fee @skip(if: true) } }',
  },
};
