// Goal: stock is corrected once per key, never below zero, never over a change that was not seen.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { holdAsVentas, releaseAsVentas } from '../../support/service-call.ts';
import { openShop, type Shop } from '../../support/shop.ts';
import {
  ADJUST,
  type AdjustData,
  type AdjustVariables,
} from './generated/stock-adjustments.api.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(() => expectSettledAndSound(databases));
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

type Adjustment = NonNullable<AdjustData['ajustarStock']>;
type Input = AdjustVariables['input'];

const complete = (input: Partial<Input> & Pick<Input, 'productId'>): Input => {
  return { reason: 'Inventario', idempotencyKey: randomUUID(), ...input };
};

async function adjust(input: Parameters<typeof complete>[0]): Promise<Adjustment> {
  return (await shop.send(ADJUST, { input: complete(input) })).ajustarStock;
}

const errorsOf = ({ userErrors }: Adjustment) =>
  userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' '));

const free = (available: number) => ({ onHand: available, reserved: 0, available });

test('a delta adds or takes, and the ledger says what, why and how much is left', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });

  const received = await adjust({ productId, delta: 10, kind: 'RECEIPT', reason: ' Factura 12 ' });
  expect(received).toEqual({
    product: { stock: free(15) },
    movement: {
      ...{ id: expect.any(String), seq: 2, kind: 'RECEIPT', delta: 10, availableAfter: 15 },
      ...{ reason: 'Factura 12', actorId: '1', reference: null, product: { id: productId } },
    },
    replayed: false,
    userErrors: [],
  });
  const broken = await adjust({ productId, delta: -15, kind: 'LOSS' });
  expect(broken.movement).toMatchObject({ seq: 3, kind: 'LOSS', delta: -15, availableAfter: 0 });
  const corrected = await adjust({ productId, delta: 1 });
  expect(corrected.movement).toMatchObject({ seq: 4, kind: 'ADJUSTMENT', availableAfter: 1 });
});

test('a count is of what stands in the shop, so units held for a sale are part of it', async () => {
  const { id: productId } = await shop.addProduct({ stock: 10 });
  const id = randomUUID();
  await holdAsVentas(graph, { id, productId, quantity: 4 });

  const counted = await adjust({ productId, counted: 9 });
  expect(counted).toMatchObject({
    product: { stock: { onHand: 9, reserved: 4, available: 5 } },
    movement: { kind: 'COUNT', delta: -1, availableAfter: 5 },
  });
  // Fewer in the shop than are held already: that many cannot be taken back.
  const tooFew = await adjust({ productId, counted: 3 });
  expect(tooFew).toMatchObject({ movement: null, product: { stock: { onHand: 9 } } });
  expect(tooFew.userErrors).toMatchObject([{ code: 'INSUFFICIENT_STOCK', available: 5 }]);

  await releaseAsVentas(graph, id);
  expect(await shop.stockOf(productId)).toEqual(free(9));
});

test('a count that finds what was expected writes no movement and still is an answer', async () => {
  const { id: productId } = await shop.addProduct({ stock: 3 });
  const input = { productId, counted: 3, idempotencyKey: randomUUID() };
  const first = { product: { stock: free(3) }, movement: null, userErrors: [] };
  expect(await adjust(input)).toEqual({ ...first, replayed: false });
  expect(await adjust(input)).toEqual({ ...first, replayed: true });
  expect(await adjust({ productId, counted: 0 })).toMatchObject({ movement: { delta: -3 } });
});

test('a repeated key changes nothing and shows the first movement, whatever came between', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const input = { productId, delta: 2, idempotencyKey: randomUUID(), expectedAvailable: 5 };
  const first = await adjust(input);
  await adjust({ productId, delta: 100 });

  const again = await adjust({ ...input, idempotencyKey: input.idempotencyKey.toUpperCase() });
  expect(again).toMatchObject({ replayed: true, userErrors: [] });
  expect(again.movement).toEqual(first.movement);
  expect(again.product?.stock).toEqual(free(107));
});

test('a repeated key with anything else in it is refused', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const other = await shop.addProduct({ stock: 5 });
  const input = { productId, delta: 2, idempotencyKey: randomUUID() };
  await adjust(input);
  const changes: Partial<Input>[] = [
    { delta: 3 },
    { delta: null, counted: 2 },
    { reason: 'Otra razón' },
    { kind: 'RECEIPT' },
    { productId: other.id },
    { expectedAvailable: 7 },
  ];
  for (const changed of changes) {
    const refused = await adjust({ ...input, ...changed });
    expect(errorsOf(refused)).toEqual(['IDEMPOTENCY_KEY_REUSED input idempotencyKey']);
    expect(refused.replayed).toBe(false);
  }
  expect(await shop.stockOf(productId)).toEqual(free(7));
  expect(await shop.stockOf(other.id)).toEqual(free(5));
});

test('20 at once with one key change the stock once', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const input = { productId, delta: 3, idempotencyKey: randomUUID() };
  const answers = await Promise.all(Array.from({ length: 20 }, () => adjust(input)));

  expect(answers.flatMap(errorsOf)).toEqual([]);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(answers.map(({ movement }) => movement?.['id'])).size).toBe(1);
  expect(await shop.stockOf(productId)).toEqual(free(8));
});

test('20 different corrections at once are all counted', async () => {
  const { id: productId } = await shop.addProduct({ stock: 10 });
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => adjust({ productId, delta: index % 2 ? 3 : -1 })),
  );
  expect(await shop.stockOf(productId)).toEqual(free(30));
});

test('a correction decided on another stock than there is now is STALE and changes nothing', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const stale = await adjust({ productId, delta: 1, expectedAvailable: 4 });
  expect(errorsOf(stale)).toEqual(['STALE input expectedAvailable']);
  expect(stale).toMatchObject({ movement: null, product: { stock: free(5) } });
  const fresh = await adjust({ productId, delta: 1, expectedAvailable: 5 });
  expect(fresh).toMatchObject({ userErrors: [], product: { stock: free(6) } });
});

test('what is not there cannot be taken, and the key stays free for a smaller correction', async () => {
  const product = await shop.addProduct({ stock: 5 });
  const input = { productId: product.id, idempotencyKey: randomUUID() };
  const { userErrors, movement } = await adjust({ ...input, delta: -6 });
  expect(movement).toBeNull();
  expect(userErrors).toEqual([
    {
      __typename: 'InsufficientStockError',
      code: 'INSUFFICIENT_STOCK',
      message: 'No hay stock suficiente del producto.',
      path: ['input', 'productId'],
      product: { id: product.id, sku: product.sku },
      requested: 6,
      available: 5,
    },
  ]);
  expect(await adjust({ ...input, delta: -5 })).toMatchObject({ product: { stock: free(0) } });
});

test('numbers and texts out of their limits are refused as data', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const refused = (input: Record<string, unknown>) =>
    adjust({ productId, ...input }).then(errorsOf);

  expect(await refused({ delta: 0 })).toEqual(['INVALID_QUANTITY input delta']);
  expect(await refused({ delta: -1, kind: 'RECEIPT' })).toEqual(['INVALID_QUANTITY input delta']);
  expect(await refused({ delta: 1, kind: 'LOSS' })).toEqual(['INVALID_QUANTITY input delta']);
  expect(await refused({ delta: 1_000_000_001 })).toEqual(['INVALID_QUANTITY input delta']);
  expect(await refused({ counted: -1 })).toEqual(['INVALID_QUANTITY input counted']);
  expect(await refused({ delta: 1_000_000_000 })).toEqual([
    expect.stringMatching(/^INVALID_QUANTITY/),
  ]);
  expect(await refused({ delta: 1, reason: ' ' })).toEqual(['INVALID_INPUT input reason']);
  expect(await refused({ delta: 1, reason: 'r'.repeat(201) })).toEqual([
    'INVALID_INPUT input reason',
  ]);
  expect(await refused({ delta: 1, productId: '2147483647' })).toEqual([
    'PRODUCT_NOT_FOUND input productId',
  ]);
  expect(await refused({ delta: 1, productId: 'x' })).toEqual([
    'PRODUCT_NOT_FOUND input productId',
  ]);
  expect(await shop.stockOf(productId)).toEqual(free(5));
});

test.each<[string, Partial<Input>]>([
  ['neither delta nor counted', {}],
  ['both', { delta: 1, counted: 1 }],
  ['a kind beside counted', { counted: 1, kind: 'LOSS' }],
  ['a key that is no UUID', { delta: 1, idempotencyKey: 'ajuste-1' }],
])('%s is malformed input', async (_, input) => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  expect(await shop.codesOf(ADJUST, { input: complete({ productId, ...input }) })).toEqual([
    'BAD_USER_INPUT',
  ]);
});

test('a discontinued product is still corrected, and its stock can be sold off once it is back', async () => {
  const product = await shop.addProduct({ stock: 5 });
  const change = (mutation: string, version: number) =>
    shop.ask(
      `mutation Change($id: ID!, $version: Int!) {
        ${mutation}(input: { id: $id, version: $version }) { product { id } }
      }`,
      { id: product.id, version },
    );
  await change('descontinuarProducto', 1);
  const { userErrors } = await adjust({ productId: product.id, delta: -4, kind: 'LOSS' });
  expect(userErrors).toEqual([]);
  await change('reactivarProducto', 2);
  const { sale } = await shop.sell({ items: [{ productId: product.id, quantity: 1 }] });
  expect(sale).not.toBeNull();
});
