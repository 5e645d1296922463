// Goal: categories are renamed and moved without one edit undoing another, and stay a tree.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { ERROR_FIELDS, openShop, type Shop, type ShopError } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
}, 60_000);
afterAll(() => graph?.stop());

interface Category {
  id: string;
  name: string;
  slug: string;
  version: number;
  parent: { id: string } | null;
}

type Edit = { category: Category | null; userErrors: ShopError[] };

const INPUTS = {
  crearCategoria: 'CrearCategoriaInput',
  actualizarCategoria: 'ActualizarCategoriaInput',
} as const;

async function send(mutation: keyof typeof INPUTS, input: object): Promise<Edit> {
  const text = `mutation Edit($input: ${INPUTS[mutation]}!) {
    edit: ${mutation}(input: $input) {
      category { id name slug version parent { id } } userErrors { ${ERROR_FIELDS} }
    }
  }`;
  return (await shop.ask<{ edit: Edit }>(text, { input })).edit;
}

async function add(parentId: string | null = null): Promise<Category> {
  const input = { name: 'Audio', slug: `c-${randomUUID()}`, parentId };
  return (await send('crearCategoria', input)).category!;
}

const change = (input: object) => send('actualizarCategoria', input);

const errorsOf = ({ category, userErrors }: Edit) => [
  category?.version ?? null,
  ...userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' ')),
];

async function readTree(): Promise<Map<string, Category>> {
  const { categorias } = await shop.ask<{ categorias: Category[] }>(
    '{ categorias { id name slug version parent { id } } }',
  );
  return new Map(categorias.map((category) => [category.id, category]));
}

test('what is given is changed, what is left out stays, and null puts it at the top', async () => {
  const top = await add();
  const { id, slug, version } = await add(top.id);
  expect(version).toBe(1);
  const same = { id, slug, parent: { id: top.id } };
  const renamed = await change({ id, version: 1, name: ' Sonido ' });
  expect(renamed).toEqual({ category: { ...same, name: 'Sonido', version: 2 }, userErrors: [] });
  const newSlug = `s-${randomUUID()}`;
  const moved = await change({ id, version: 2, slug: newSlug, parentId: null });
  const expected = { id, slug: newSlug, parent: null, name: 'Sonido', version: 3 };
  expect(moved).toEqual({ category: expected, userErrors: [] });
  expect((await readTree()).get(id)).toEqual(expected);
});

test('an edit that changes nothing makes no version', async () => {
  const { id, name, slug } = await add();
  const { category } = await change({ id, version: 1, name, slug, parentId: null });
  expect(category?.version).toBe(1);
});

test('an edit of an older version is stale and shows the one there is', async () => {
  const { id } = await add();
  await change({ id, version: 1, name: 'Sonido' });
  const stale = await change({ id, version: 1, name: 'Ruido' });
  expect(errorsOf(stale)).toEqual([2, 'STALE input version']);
  expect(stale.category?.name).toBe('Sonido');
});

test('what cannot be is refused with its place, and nothing is changed', async () => {
  const [other, top] = [await add(), await add()];
  const below = await add(top.id);
  const lowest = await add(below.id);
  const { id } = top;
  const before = await readTree();
  const cases: [object, string][] = [
    [{ id: '2147483647', version: 1, name: 'X' }, 'CATEGORY_NOT_FOUND input id'],
    [{ id: 'x', version: 1, name: 'X' }, 'CATEGORY_NOT_FOUND input id'],
    [{ id, version: 1, slug: other.slug }, 'DUPLICATE_SLUG input slug'],
    [{ id, version: 1, slug: 'Con Espacios' }, 'INVALID_INPUT input slug'],
    [{ id, version: 1, name: '' }, 'INVALID_INPUT input name'],
    [{ id, version: 1, parentId: '2147483647' }, 'CATEGORY_NOT_FOUND input parentId'],
    [{ id, version: 1, parentId: 'x' }, 'CATEGORY_NOT_FOUND input parentId'],
    [{ id, version: 1, parentId: id }, 'INVALID_INPUT input parentId'],
    [{ id, version: 1, name: 'X', parentId: below.id }, 'INVALID_INPUT input parentId'],
    [{ id, version: 1, parentId: lowest.id }, 'INVALID_INPUT input parentId'],
  ];
  for (const [input, error] of cases) {
    expect([input, ...errorsOf(await change(input))]).toEqual([input, null, error]);
  }
  expect(await readTree()).toEqual(before);
});

/** Each category and the one it is to be moved below; together they would make a circle. */
const CIRCLES: Readonly<Record<string, () => Promise<[Category, Category][]>>> = {
  'three that follow each other': async () => {
    const [a, b, c] = [await add(), await add(), await add()];
    return [
      [a, b],
      [b, c],
      [c, a],
    ];
  },
  'two that have nothing in common': async () => {
    const [a, d] = [await add(), await add()];
    const [belowA, belowD] = [await add(a.id), await add(d.id)];
    return [
      [a, belowD],
      [d, belowA],
    ];
  },
};

test.each(Object.entries(CIRCLES))('of moves at once of %s, one is refused', async (_, circle) => {
  for (let round = 0; round < 10; round++) {
    const moves = await circle();
    const edits = await Promise.all(
      moves.map(([{ id }, { id: parentId }]) => change({ id, version: 1, parentId })),
    );
    const refused = edits.flatMap(({ userErrors }) => userErrors);
    expect(refused.map(({ code }) => code)).toEqual(['INVALID_INPUT']);
    const tree = await readTree();
    expect(moves.flat().filter(({ id }) => !tree.has(id))).toEqual([]);
  }
});

test('of edits at once from one version, one is made', async () => {
  const { id } = await add();
  const names = ['A', 'B', 'C', 'D', 'E', 'F'];
  const edits = await Promise.all(names.map((name) => change({ id, version: 1, name })));
  const codes = edits.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
  expect(codes).toEqual(Array(names.length - 1).fill('STALE'));
  expect((await readTree()).get(id)?.version).toBe(2);
});

test('a slug that two take at once is of one of them', async () => {
  const [one, other] = [await add(), await add()];
  const slug = `s-${randomUUID()}`;
  const edits = await Promise.all([one, other].map(({ id }) => change({ id, version: 1, slug })));
  const codes = edits.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
  expect(codes).toEqual(['DUPLICATE_SLUG']);
});
