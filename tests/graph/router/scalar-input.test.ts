// Goal: a value that no custom scalar takes is refused before anything of its operation runs,
// whether it stands in the text or in a variable.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
});
afterAll(async () => {
  await graph?.stop();
});

/** By type: where a client may write one, and values of no such type. */
const WRONG: readonly (readonly [type: string, use: string, values: readonly unknown[]])[] = [
  [
    'Date',
    'ventas(from: VALUE) { totalCount }',
    ['ayer', '', '2026-11-31', '2026-2-1', '30-11-2026', '2026-11-30T00:00:00Z', 20261130, true],
  ],
  [
    'DateTime',
    'auditoria(from: VALUE) { nodes { id } }',
    ['ayer', '2026-11-30', '2026-11-30 10:00', '2026-11-30T25:00:00Z', 1_700_000_000],
  ],
  [
    'Decimal',
    'crearProducto(input: { sku: "W", name: "W", price: VALUE }) { product { id } }',
    ['12.500', '1,299.90', 'doce', '', 12.5, '1e3', true],
  ],
];
const CASES = WRONG.flatMap(([type, use, values]) =>
  values.map((value) => [type, value, use] as const),
);

test.each(CASES)('%s refuses %j as a literal and in a variable', async (type, value, use) => {
  const kind = type === 'Decimal' ? 'mutation' : 'query';
  const literal = `${kind} { ${use.replace('VALUE', JSON.stringify(value))} }`;
  const variable = `${kind} Q($value: ${type}!) { ${use.replace('VALUE', '$value')} }`;
  const answers = [
    await query(graph.urls.router, literal),
    await query(graph.urls.router, variable, { value }),
  ];
  for (const { data, errors } of answers) {
    expect(data ?? null).toBeNull();
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toContain(`${type}: se espera`);
  }
});

test('a sale beside a bad price is not made', async () => {
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const sale = { idempotencyKey: randomUUID(), sellerId: shop.sellerId };
  const text = `mutation Both($sale: RealizarVentaInput!) {
    realizarVenta(input: $sale) { sale { id } }
    crearProducto(input: { sku: "BOTH", name: "B", price: "12.500" }) { product { id } }
  }`;
  const input = { ...sale, items: [{ productId, quantity: 1 }] };
  const { data, errors } = await query(graph.urls.router, text, { sale: input });
  expect(data ?? null).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect((await shop.stockOf(productId)).available).toBe(1);
});

test('good values pass in every form', async () => {
  const text = `query Q($from: Date, $at: DateTime) {
    ventas(from: $from, to: "2026-11-30") { totalCount }
    auditoria(from: $at, to: "2026-11-30T10:00:00.5-05:00", first: 1) { nodes { id } }
  }`;
  const variables = { from: '2026-02-28', at: '2026-02-28T00:00:00Z' };
  expect((await query(graph.urls.router, text, variables)).errors).toBeUndefined();
});
